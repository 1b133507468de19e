/* What the engine asks of memory, on a machine with store buffers: what x86 cannot show.
 *
 * Each thread has a buffer. A plain store goes there and reaches memory at some time, in any order
 * but that of stores to the same word (as PSO); a plain load may be done early. So:
 *   STORE     into the buffer
 *   RELEASE   into the buffer, when all stores before it have reached memory
 *   RMW, CAS  on memory, when the buffer is empty; fullFence: the same without the step
 *   a load that is not acquire may have been done before the one that precedes it in the program
 *
 * Scenes, one by -DSCENE=n, each the least that shows its edge:
 *   1 PUBLISH   an entry's fields, written plainly, are seen by whoever reads the tail (Placement:
 *               Entry.begin before casTail, tailAcquire before bits)
 *   2 HAND_ON   what an owner wrote into the buffer is seen by the next client (Lifecycle: the CAS
 *               that ends; Entry.passes, gain; Lifecycle.subtract that grants)
 *   3 LINK      of who links and who ends, one sees the other (Entry.linkBehind, fullFence, passes;
 *               decideGranted, then NEXT volatile)
 *   4 ADOPT     what a helper placed is seen by the owner that finds the job placed (Placement:
 *               helped[i] before setPlaced; isPlaced before helped[i])
 *
 * Limits. Loads are not speculated over more than the one before; there is no dependency order, no
 * early visibility to some threads only (Armv8 has none). Seeded faults as below; see `check`.
 */

#define THREADS 2
#define WORDS 3
#define EMPTY 255

byte memory[WORDS];
byte buffer[THREADS * WORDS]; /* what a thread stored and memory does not have yet */
#define pending(t, w) buffer[(t) * WORDS + (w)]
#define drained(t) (pending(t, 0) == EMPTY && pending(t, 1) == EMPTY && pending(t, 2) == EMPTY)

#define STORE(t, w, v) atomic { pending(t, w) == EMPTY -> pending(t, w) = v }
#define RELEASE(t, w, v) atomic { drained(t) -> pending(t, w) = v }
#define FENCE(t) drained(t)
#define seen_by(t, w) (pending(t, w) != EMPTY -> pending(t, w) : memory[w])

/* Lets what was stored reach memory. */
active proctype Memory() {
    byte i;
end: do
    :: atomic { buffer[0] != EMPTY -> memory[0] = buffer[0]; buffer[0] = EMPTY }
    :: atomic { buffer[1] != EMPTY -> memory[1] = buffer[1]; buffer[1] = EMPTY }
    :: atomic { buffer[2] != EMPTY -> memory[2] = buffer[2]; buffer[2] = EMPTY }
    :: atomic { buffer[3] != EMPTY -> memory[0] = buffer[3]; buffer[3] = EMPTY }
    :: atomic { buffer[4] != EMPTY -> memory[1] = buffer[4]; buffer[4] = EMPTY }
    :: atomic { buffer[5] != EMPTY -> memory[2] = buffer[5]; buffer[5] = EMPTY }
    od
}

#if SCENE == 1
#define TAIL 0
#define BITS 1
#define PREV 2

proctype One() { /* submits */
    STORE(0, BITS, 1); /* AccessBits.begin: plain, nobody sees the entry yet */
    STORE(0, PREV, 1); /* Entry.begin */
#ifdef TAIL_IS_STORED_PLAINLY
    STORE(0, TAIL, 1)
#else
    atomic { drained(0) -> memory[TAIL] = 1 } /* casTail */
#endif
}

proctype Other() { /* comes behind */
    byte tail;
    byte bits = EMPTY;
    byte prev = EMPTY;
#ifdef TAIL_IS_READ_PLAINLY
    if
    :: bits = seen_by(1, BITS) /* done early */
    :: skip
    fi;
#endif
    tail = seen_by(1, TAIL); /* tailAcquire */
    if
    :: tail ->
        if :: bits == EMPTY -> bits = seen_by(1, BITS) :: else fi;
        prev = seen_by(1, PREV);
        assert(bits == 1 && prev == 1)
    :: else
    fi
}
#endif

#if SCENE == 2
#define CONTENT 0
#define STATE 1 /* of the owner: 1 is over */
#define BITS_NEXT 2 /* of the one behind: 1 is permitted */

proctype One() { /* owns, releases, passes on */
    STORE(0, CONTENT, 1); /* the client's work */
#ifdef END_IS_STORED_PLAINLY
    STORE(0, STATE, 1);
#else
    atomic { drained(0) -> memory[STATE] = 1 } /* decideGranted: CAS */
#endif
    atomic { drained(0) -> memory[BITS_NEXT] = 1 } /* gain: getAndBitwiseOr */
}

proctype Other() { /* waits; or comes later and asks the state itself */
    byte permitted;
    byte content = EMPTY;
#ifdef PERMISSION_IS_READ_PLAINLY
    if
    :: content = seen_by(1, CONTENT) /* done early */
    :: skip
    fi;
#endif
    if
    :: permitted = seen_by(1, BITS_NEXT) /* granted by the last count, which read them volatile */
    :: permitted = seen_by(1, STATE) /* Standing.passes: isOver, volatile */
    fi;
    if
    :: permitted ->
        if :: content == EMPTY -> content = seen_by(1, CONTENT) :: else fi;
        assert(content == 1)
    :: else
    fi
}
#endif

#if SCENE == 3
#define NEXT 0
#define STATE 1
bool told_by_one;
bool told_by_other;
bool ends;
bool links;

proctype One() { /* ends */
    byte next = EMPTY;
#ifdef NEXT_IS_READ_EARLY /* acquire instead of volatile */
    if
    :: next = seen_by(0, NEXT)
    :: skip
    fi;
#endif
#ifdef END_IS_STORED /* a store, and be it release, instead of a CAS */
    RELEASE(0, STATE, 1);
#else
    atomic { drained(0) -> memory[STATE] = 1 } /* decideGranted */
#endif
    if :: next == EMPTY -> next = seen_by(0, NEXT) :: else fi; /* passOn: NEXT volatile */
    told_by_one = next;
    ends = true
}

proctype Other() { /* links behind it, and looks */
    RELEASE(1, NEXT, 1); /* linkBehind */
#ifndef NO_FENCE
    FENCE(1); /* Submission.link */
#endif
    told_by_other = seen_by(1, STATE); /* lookAhead */
    links = true
}

active proctype Claim() {
end: ends && links && !told_by_one && !told_by_other -> assert(false) /* waits for ever */
}
#endif

#if SCENE == 4
#define PLACED 0
#define HELPED 1

proctype One() { /* helps */
    STORE(0, HELPED, 1); /* insertMissing: helped[i] */
#ifdef PLACED_IS_STORED_PLAINLY
    STORE(0, PLACED, 1)
#else
    RELEASE(0, PLACED, 1) /* setPlaced */
#endif
}

proctype Other() { /* owns the job */
    byte placed;
    byte helped = EMPTY;
#ifdef PLACED_IS_READ_PLAINLY
    if
    :: helped = seen_by(1, HELPED)
    :: skip
    fi;
#endif
    placed = seen_by(1, PLACED); /* isPlaced */
    if
    :: placed ->
        if :: helped == EMPTY -> helped = seen_by(1, HELPED) :: else fi;
        assert(helped == 1) /* helpedPlace */
    :: else
    fi
}
#endif

init {
    byte i;
    atomic {
        do
        :: i < THREADS * WORDS -> buffer[i] = EMPTY; i++
        :: else -> break
        od;
        run One();
        run Other()
    }
}
