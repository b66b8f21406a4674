/* Functions that nobody may call: each has a bounded or checked replacement.
 * Included last, after the system's headers, by every .c file of ours (tools/check-words looks). */
#pragma once

/* The hardened headers make macros of some of them when clang reads them. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol atof
#pragma GCC poison system popen tmpnam mktemp rand srand localtime gmtime asctime ctime
