/*
 * GUP-fast of one page and its unpin, as src/Racewalk.Mm/Gup has them, in C: what a C compiler makes of the same algorithm. Built and run by bench/Racewalk.NativeBench alone.
 *
 *   gup_fast PAGES ROUNDS HUGE      prints the nanoseconds of CPU time per pin and unpin
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define PRESENT 1ull
#define TABLE 2ull
#define WRITE 4ull
#define PFN_SHIFT 12
#define PIN_BIAS 1024ull

struct page {
	uint64_t flags, refcount, mapcount, compound_head, mapping, private_word, unused[2];
};

struct cpu {
	int irqs_off;
	int sections;
	_Alignas(128) uint64_t read_side;
	_Alignas(128) uint64_t pending;
};

struct mm {
	uint64_t pmd_table;
	uint64_t *write_protect_seq;
	struct page *memmap; /* of frame 0, whether there is one or not */
};

static inline uint64_t read_once(const uint64_t *p)
{
	return __atomic_load_n(p, __ATOMIC_RELAXED);
}

static inline void smp_rmb(void)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
}

static __attribute__((noinline)) void handle_interrupts(struct cpu *cpu)
{
	__atomic_store_n(&cpu->pending, 0, __ATOMIC_SEQ_CST);
}

static inline void local_irq_save(struct cpu *cpu)
{
	if (cpu->irqs_off++ == 0 && cpu->sections++ == 0)
		__atomic_store_n(&cpu->read_side, cpu->read_side + 1, __ATOMIC_RELEASE);
}

static inline void local_irq_restore(struct cpu *cpu)
{
	if (--cpu->irqs_off == 0) {
		if (--cpu->sections == 0)
			__atomic_store_n(&cpu->read_side, cpu->read_side + 1, __ATOMIC_RELEASE);
		if (read_once(&cpu->pending))
			handle_interrupts(cpu);
	}
}

static inline struct page *compound_head(struct page *page)
{
	uint64_t head = read_once(&page->compound_head);

	return head & 1 ? (struct page *)(uintptr_t)(head - 1) : page;
}

static inline bool add_unless_zero(uint64_t *count)
{
	uint64_t old = read_once(count);

	while (old != 0)
		if (__atomic_compare_exchange_n(count, &old, old + 1, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
			return true;
	return false;
}

static __attribute__((noinline)) void put_refs(struct page *folio, uint64_t refs)
{
	if (__atomic_sub_fetch(&folio->refcount, refs, __ATOMIC_SEQ_CST) == 0)
		abort();
}

static inline struct page *try_grab_folio_fast(struct page *page)
{
	struct page *folio;

	for (;;) {
		folio = compound_head(page);
		if (!add_unless_zero(&folio->refcount))
			return NULL;
		if (compound_head(page) == folio)
			break;
		put_refs(folio, 1);
	}
	__atomic_fetch_add(&folio->refcount, PIN_BIAS - 1, __ATOMIC_RELAXED);
	__atomic_signal_fence(__ATOMIC_SEQ_CST); /* smp_mb__after_atomic: the add is a full barrier */
	return folio;
}

static struct page *page_of(struct mm *mm, uint64_t entry)
{
	return mm->memmap + (entry >> PFN_SHIFT);
}

static struct page *walk(struct mm *mm, int pmd_index, int pte_index)
{
	uint64_t *pmdp = (uint64_t *)(uintptr_t)mm->pmd_table + pmd_index;
	uint64_t pmd = read_once(pmdp);
	struct page *page, *folio;

	if (!(pmd & PRESENT))
		return NULL;
	if (pmd & TABLE) {
		uint64_t *ptep = (uint64_t *)(uintptr_t)(pmd >> PFN_SHIFT << PFN_SHIFT) + pte_index;
		uint64_t pte = read_once(ptep);

		if (!(pte & PRESENT) || !(pte & WRITE))
			return NULL;
		page = page_of(mm, pte);
		folio = try_grab_folio_fast(page);
		if (!folio)
			return NULL;
		if (read_once(pmdp) != pmd || read_once(ptep) != pte) {
			put_refs(folio, PIN_BIAS);
			return NULL;
		}
		return page;
	}
	if (!(pmd & WRITE))
		return NULL;
	page = page_of(mm, pmd) + pte_index;
	folio = try_grab_folio_fast(page);
	if (!folio)
		return NULL;
	if (read_once(pmdp) != pmd) {
		put_refs(folio, PIN_BIAS);
		return NULL;
	}
	return page;
}

static __attribute__((noinline)) struct page *gup_fast(struct mm *mm, struct cpu *cpu, int pmd_index, int pte_index)
{
	uint64_t seq = read_once(mm->write_protect_seq);
	struct page *page;

	smp_rmb();
	if (seq & 1)
		return NULL;
	local_irq_save(cpu);
	page = walk(mm, pmd_index, pte_index);
	local_irq_restore(cpu);
	if (!page)
		return NULL;
	smp_rmb();
	if (read_once(mm->write_protect_seq) != seq) {
		put_refs(compound_head(page), PIN_BIAS);
		return NULL;
	}
	return page;
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
	int pages = argc > 1 ? atoi(argv[1]) : 512;
	long rounds = argc > 2 ? atol(argv[2]) : 1000;
	bool huge = argc > 3 && atoi(argv[3]);
	uint64_t frames = pages + 2 + pages / 512, seq = 0, first;
	char *memory = mmap(NULL, (frames << PFN_SHIFT) + (4 << 20), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct page *map = mmap(NULL, frames * sizeof(struct page), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static struct cpu cpu;
	struct mm mm;
	double start, best = 1e9;

	if (memory == MAP_FAILED || map == MAP_FAILED || pages <= 0 || pages % 512)
		return 2;
	first = (uint64_t)(uintptr_t)memory >> PFN_SHIFT;
	mm.pmd_table = first << PFN_SHIFT;
	mm.write_protect_seq = &seq;
	mm.memmap = (struct page *)((uintptr_t)map - first * sizeof(struct page));
	for (int i = 0; i < pages; i++) {
		uint64_t table = first + 1 + i / 512, frame = first + 1 + pages / 512 + i;
		uint64_t *pmd = (uint64_t *)(uintptr_t)mm.pmd_table + i / 512;
		struct page *page = mm.memmap + frame;

		if (huge) {
			*pmd = i % 512 ? *pmd : frame << PFN_SHIFT | PRESENT | WRITE;
			page->refcount = i % 512 == 0;
			page->compound_head = i % 512 ? (uint64_t)(uintptr_t)(page - i % 512) | 1 : 0;
		} else {
			*pmd = table << PFN_SHIFT | PRESENT | TABLE;
			((uint64_t *)(uintptr_t)(table << PFN_SHIFT))[i % 512] = frame << PFN_SHIFT | PRESENT | WRITE;
			page->refcount = 1;
		}
	}
	for (int repeat = 0; repeat < 5; repeat++) {
		start = cpu_seconds();
		for (long round = 0; round < rounds; round++)
			for (int i = 0; i < pages; i++) {
				struct page *page = gup_fast(&mm, &cpu, i / 512, i % 512);

				if (!page)
					return 1;
				put_refs(compound_head(page), PIN_BIAS);
			}
		double took = cpu_seconds() - start;

		best = took < best ? took : best;
	}
	printf("%.3f\n", best * 1e9 / ((double)rounds * pages));
	return 0;
}
