/* Lets a layer exist before its first source file. */
typedef int layer_is_empty;
