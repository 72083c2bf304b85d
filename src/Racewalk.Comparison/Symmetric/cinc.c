/* cinc with threads that GenMC knows to be identical. N: how many. */
#include <stdlib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <genmc.h>
#include "tests/correct/synthetic/cinc/cinc.c"

int main(void)
{
	__VERIFIER_thread_t previous = __VERIFIER_spawn(thread_n, NULL);

	for (int started = 1; started < N; started++)
		previous = __VERIFIER_spawn_symmetric(thread_n, NULL, previous);

	return 0;
}
