/* Placement: a job takes its places in all its queues in one atomic step, without a lock, and who
 * meets a job that is half placed helps it (engine: Placement, SyncQueue.casTail).
 *
 * Three submitters, one exclusive job each, on up to three queues. Each helps as it must; nobody is
 * ever waited for. A step is one access to what threads share, and names the method it stands for.
 *
 * Checked, in every reachable state:
 *   - a job is inserted once, and in the end on each of its queues;
 *   - the orders of all queues agree: no cycle of jobs (S1);
 *   - whoever finds a job placed finds what helpers placed for it;
 *   - there is no cycle of states (pan -l), which means: every submitter gets through in a bounded
 *     number of its own steps, wherever any other has stopped for ever (S21). For it has no step
 *     that waits, and no execution goes on for ever.
 *
 * Limits. Sequentially consistent (memory.pml is not). Three jobs, three queues. The spin before
 * helping is left out; it is bounded and changes nothing. Whether an access is free when it is
 * placed, and so the job itself is the tail, is chosen at will for every attempt: more than the
 * engine can do. What becomes of the job after its placing is in permissions.pml.
 *
 * Seeded faults: one of the -D below each `#ifdef` turns the model wrong; see `check`.
 */

#define JOBS 3
#define QUEUES 3

/* A tail: 0 is none; else the job and who made the place: the job itself, or the entry of a thread. */
#define MAKERS 4
#define ITSELF 0
#define place(job, maker) (1 + (job) * MAKERS + (maker))
#define job_of(p) (((p) - 1) / MAKERS)

#define wants(job, q) ((set[job] >> (q)) & 1)
#define on(job, q) ((inserted[job] >> (q)) & 1)

byte set[JOBS];          /* AccessSet: a bit per queue */
byte tail[QUEUES];       /* SyncQueue.tail */
bool placed[JOBS];       /* Standing.placed */
byte room[JOBS];         /* Standing.helped: NONE, ROOM for what helpers placed, or HELP_OVER */
byte helped[JOBS * QUEUES];
#define NONE 0
#define ROOM 1
#define HELP_OVER 2

/* For the claims only. */
byte inserted[JOBS];     /* a bit per queue */
byte ahead[JOBS];        /* a bit per job that is before this on some queue */

#define before(x, y) ((ahead[y] >> (x)) & 1)
#define one_order \
    (!(before(0, 1) && before(1, 0)) && !(before(0, 2) && before(2, 0)) \
    && !(before(1, 2) && before(2, 1)) \
    && !(before(0, 1) && before(1, 2) && before(2, 0)) \
    && !(before(1, 0) && before(0, 2) && before(2, 1)))

/* CAS(tail, seen, mine), with what it decides. */
inline insert(job, q, seen, mine, won) {
    d_step {
        won = (tail[q] == seen);
        if
        :: won ->
            tail[q] = mine;
            assert(!on(job, q)); /* inserted exactly once */
            ahead[job] = ahead[job] | (on(0, q) << 0) | (on(1, q) << 1) | (on(2, q) << 2);
            inserted[job] = inserted[job] | (1 << q);
            assert(one_order)
        :: else
        fi
    }
}

/* The queues of a job in the order in which it takes its places; QUEUES is the end. */
#define lowest(job) \
    (wants(job, 0) -> 0 : (wants(job, 1) -> 1 : (wants(job, 2) -> 2 : QUEUES)))
#define higher(job, q) \
    (q < 1 && wants(job, 1) -> 1 : (q < 2 && wants(job, 2) -> 2 : QUEUES))
#ifdef UNORDERED /* job 1 takes its places the other way round */
#define highest(job) \
    (wants(job, 2) -> 2 : (wants(job, 1) -> 1 : (wants(job, 0) -> 0 : QUEUES)))
#define lower(job, q) \
    (q > 1 && wants(job, 1) -> 1 : (q > 0 && wants(job, 0) -> 0 : QUEUES))
#define first_queue(job) (job == 1 -> highest(job) : lowest(job))
#define next_queue(job, q) (job == 1 -> lower(job, q) : higher(job, q))
#else
#define first_queue(job) lowest(job)
#define next_queue(job, q) higher(job, q)
#endif

proctype Submitter(byte me) {
    byte q = first_queue(me); /* where the owner places: Placement.place, i */
    byte t;              /* tail */
    byte other = JOBS;   /* the job that is being helped: Placement.help, current */
    byte stuck;
    byte at;             /* insertMissing, i */
    bool first = true;
    bool entry;
    bool is_placed;
    bool won;
    byte mine;

    do /* Placement.place: for i in 0..count-1 */
    :: q == QUEUES -> break
    :: else ->
retry:
        atomic { t = tail[q]; won = false } /* placeOne: tailAcquire */
        if
        :: t != 0 && job_of(t) == me -> goto taken /* adopted: tail.job() == job */
        :: t != 0 && job_of(t) != me && !first ->
#ifndef OWNER_DOES_NOT_RECHECK
            is_placed = placed[me]; /* helpedPlace: isPlaced */
            if
            :: is_placed ->
                d_step { /* helped[index], plain: ordered by `placed` */
                    assert(room[me] == ROOM);
                    assert(helped[me * QUEUES + q] != 0);
                    is_placed = false
                }
                goto taken
            :: else
            fi
#endif
        :: else
        fi;
#ifndef OWNER_HAS_NO_GATE
        if
        :: t != 0 ->
            is_placed = placed[job_of(t)]; /* placeOne: tail.job().isPlaced() */
            if
            :: !is_placed ->
#ifdef WAITS_INSTEAD_OF_HELPING
                goto retry
#else
                atomic { stuck = job_of(t); other = stuck }
                goto help
#endif
            :: else -> is_placed = false
            fi
        :: else
        fi;
#endif
        if /* inherit, needsEntry */
        :: mine = place(me, ITSELF)
        :: t != 0 -> mine = place(me, me + 1)
        fi;
#ifdef PLACED_BEFORE_THE_LAST
        if :: next_queue(me, q) == QUEUES -> placed[me] = true :: else fi;
#endif
        insert(me, q, t, mine, won);
        if
        :: won
        :: else -> goto retry
        fi;
taken:
        first = false;
        d_step { t = 0; mine = 0; won = false }
        q = next_queue(me, q)
    od;
    placed[me] = true; /* place: setPlaced */
    room[me] = HELP_OVER; /* place: helped = HELP_OVER */
#ifdef TAIL_IS_RESET /* as MCS locks do when the last one leaves */
    q = 0;
    do
    :: q < QUEUES ->
        d_step { if :: tail[q] != 0 && job_of(tail[q]) == me -> tail[q] = 0 :: else fi; q++ }
    :: else -> break
    od;
#endif
    goto done;

help: /* Placement.help: the loop over insertMissing */
    is_placed = placed[other]; /* insertMissing: job.isPlaced() */
    if
    :: is_placed -> goto helped_one
    :: else
    fi;
    d_step { /* helpedPlaces: CAS(helped, null, array) */
#ifdef EACH_HELPER_ITS_OWN_ROOM
        skip
#else
        if :: room[other] == NONE -> room[other] = ROOM :: else fi
#endif
    }
    won = (room[other] == HELP_OVER);
    if
    :: won -> won = false; goto fill_placed /* an array of length 0: nothing to insert */
    :: else
    fi;
    at = first_queue(other); /* its first entry is always its owner's */
    at = next_queue(other, at);
    do
    :: at == QUEUES -> break
    :: else ->
#ifdef HELPER_RECHECKS_TOO_EARLY
        is_placed = placed[other];
#endif
        t = tail[at]; /* insertMissing: tailAcquire */
        if
        :: t != 0 && job_of(t) == other ->
#ifndef EACH_HELPER_ITS_OWN_ROOM
            helped[other * QUEUES + at] = t;
#endif
            at = next_queue(other, at)
        :: else ->
#ifndef HELPER_DOES_NOT_RECHECK
#ifndef HELPER_RECHECKS_TOO_EARLY
            is_placed = placed[other]; /* the re-check */
#endif
            if
            :: is_placed -> goto helped_one
            :: else
            fi;
#endif
#ifndef HELPER_HAS_NO_GATE
            if
            :: t != 0 ->
                is_placed = placed[job_of(t)];
                if
                :: !is_placed -> other = job_of(t); goto help /* a blocker: help that first */
                :: else -> is_placed = false
                fi
            :: else
            fi;
#endif
            if /* placeForOther */
            :: mine = place(other, ITSELF)
            :: t != 0 -> mine = place(other, me + 1)
            fi;
            insert(other, at, t, mine, won);
            if
            :: won ->
                won = false;
#ifndef EACH_HELPER_ITS_OWN_ROOM
                helped[other * QUEUES + at] = mine;
#endif
                at = next_queue(other, at)
            :: else
            fi
        fi
    od;
fill_placed:
    placed[other] = true; /* insertMissing: setPlaced */
helped_one:
    is_placed = false;
    d_step { mine = 0; at = 0 }
    if
    :: other == stuck -> d_step { other = JOBS; stuck = 0; t = 0 } goto retry
    :: else -> other = stuck; goto help
    fi;

done:
    assert(inserted[me] == set[me])
}

/* Which sets the jobs have: SETS, in octal digits from job 0 on, or every choice. */
init {
    byte j = 0;
#ifdef SETS
    d_step {
        set[0] = (SETS / 100) % 10;
        set[1] = (SETS / 10) % 10;
        set[2] = SETS % 10
    }
#else
    do
    :: j == JOBS -> break
    :: else ->
        if
        :: set[j] = 1 :: set[j] = 2 :: set[j] = 3 :: set[j] = 4
        :: set[j] = 5 :: set[j] = 6 :: set[j] = 7
        fi;
        j++
    od;
#endif
    atomic { run Submitter(0); run Submitter(1); run Submitter(2) }
}
