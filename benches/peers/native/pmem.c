// libpmemobj: 3,000 objects of nine numbers in a pool in memory, incremented in transactions. Each function does a whole
// round's work. Null and other than 0 are failures.

#include <libpmemobj.h>
#include <stdint.h>
#include <string.h>

#define PLAYERS 3000
#define FIELDS 9

struct player {
    int64_t numbers[FIELDS];
};

struct players {
    struct player player[PLAYERS];
};

const char *peer_pmem_error(void) { return pmemobj_errormsg(); }

void *peer_pmem_create(const char *path) {
    PMEMobjpool *pool = pmemobj_create(path, "ipo-peers", (size_t)64 << 20, 0600);
    if (pool == NULL) return NULL;
    PMEMoid root = pmemobj_root(pool, sizeof(struct players));
    if (OID_IS_NULL(root)) {
        pmemobj_close(pool);
        return NULL;
    }
    return pool;
}

static struct player *players(PMEMobjpool *pool) {
    return ((struct players *)pmemobj_direct(pmemobj_root(pool, sizeof(struct players))))->player;
}

// A transaction for each number.
int peer_pmem_fields(void *at) {
    PMEMobjpool *pool = at;
    struct player *all = players(pool);
    volatile int failed = 0;
    for (int i = 0; i < PLAYERS; i++) {
        for (int j = 0; j < FIELDS; j++) {
            TX_BEGIN(pool) {
                pmemobj_tx_add_range_direct(&all[i].numbers[j], sizeof(int64_t));
                all[i].numbers[j] += 1;
            }
            TX_ONABORT { failed = 1; }
            TX_END
        }
    }
    return failed;
}

// A transaction for each object.
int peer_pmem_structs(void *at) {
    PMEMobjpool *pool = at;
    struct player *all = players(pool);
    volatile int failed = 0;
    for (int i = 0; i < PLAYERS; i++) {
        TX_BEGIN(pool) {
            pmemobj_tx_add_range_direct(&all[i], sizeof(struct player));
            for (int j = 0; j < FIELDS; j++) all[i].numbers[j] += 1;
        }
        TX_ONABORT { failed = 1; }
        TX_END
    }
    return failed;
}

// One transaction for all of them.
int peer_pmem_one(void *at) {
    PMEMobjpool *pool = at;
    struct player *all = players(pool);
    volatile int failed = 0;
    TX_BEGIN(pool) {
        for (int i = 0; i < PLAYERS; i++) {
            pmemobj_tx_add_range_direct(&all[i], sizeof(struct player));
            for (int j = 0; j < FIELDS; j++) all[i].numbers[j] += 1;
        }
    }
    TX_ONABORT { failed = 1; }
    TX_END
    return failed;
}

// One transaction, and all of the memory saved by one call.
int peer_pmem_whole(void *at) {
    PMEMobjpool *pool = at;
    struct player *all = players(pool);
    volatile int failed = 0;
    TX_BEGIN(pool) {
        pmemobj_tx_add_range_direct(all, sizeof(struct players));
        for (int i = 0; i < PLAYERS; i++)
            for (int j = 0; j < FIELDS; j++) all[i].numbers[j] += 1;
    }
    TX_ONABORT { failed = 1; }
    TX_END
    return failed;
}

// Whether all numbers are `expected`.
int peer_pmem_check(void *at, int64_t expected) {
    struct player *all = players(at);
    for (int i = 0; i < PLAYERS; i++)
        for (int j = 0; j < FIELDS; j++)
            if (all[i].numbers[j] != expected) return 1;
    return 0;
}

void peer_pmem_close(void *at) { pmemobj_close(at); }
