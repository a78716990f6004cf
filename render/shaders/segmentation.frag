#version 330 core
// The number of the triangle, in 24 bits: stored plus one, so that 0 is the background.
uniform vec3 color;
out vec4 frag_color;

void main()
{
    int number = gl_PrimitiveID + 1;
    frag_color = vec4(number & 255, (number >> 8) & 255, (number >> 16) & 255, 255.0) / 255.0 + vec4(color, 0.0);
}
