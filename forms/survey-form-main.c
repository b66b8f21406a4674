/* Not there yet. */
int main(void)
{
    return 1;
}
