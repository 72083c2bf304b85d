/* The C program of Counters.ConfLoop, with threads that GenMC knows to be identical. N: how many set the word. */
#include <stdbool.h>
#include <stdlib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <genmc.h>

static atomic_int word;

static void exchange(int desired)
{
	int seen = word;

	while (!atomic_compare_exchange_strong(&word, &seen, desired))
		seen = word;
}

static void *clears(void *unused)
{
	exchange(0);
	return NULL;
}

static void *clears_once(void *unused)
{
	int set = 42;

	atomic_compare_exchange_strong(&word, &set, 0);
	return NULL;
}

static void *sets(void *unused)
{
	exchange(42);
	return NULL;
}

int main(void)
{
	__VERIFIER_thread_t first = __VERIFIER_spawn(clears, NULL);
	__VERIFIER_thread_t once = __VERIFIER_spawn(clears_once, NULL);
	__VERIFIER_thread_t previous = __VERIFIER_spawn(sets, NULL);

	for (int started = 1; started < N; started++)
		previous = __VERIFIER_spawn_symmetric(sets, NULL, previous);
	__VERIFIER_spawn_symmetric(clears, NULL, first);
	__VERIFIER_spawn_symmetric(clears_once, NULL, once);

	return 0;
}
