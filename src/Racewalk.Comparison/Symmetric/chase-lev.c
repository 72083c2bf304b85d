/* chase-lev with thieves that GenMC knows to be identical. CONFIG_DEQ_STEALERS: how many. */
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <stdint.h>
#include <stdatomic.h>
#include <pthread.h>
#include <genmc.h>
#include "tests/correct/data-structures/chase-lev/chase-lev.c"

int main(void)
{
	__VERIFIER_spawn(thread_pp, NULL);

	__VERIFIER_thread_t previous = __VERIFIER_spawn(thread_s, NULL);

	for (int started = 1; started < DEFAULT_STEALERS; started++)
		previous = __VERIFIER_spawn_symmetric(thread_s, NULL, previous);

	return 0;
}
