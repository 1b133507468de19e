/* Permissions of one queue: how a job comes to own its access, and lets those behind it have theirs
 * (engine: AccessBits, Entry, Standing, Lifecycle, Submission, Job.release, downgrade and cancel).
 *
 * A thread per job, and a rival who cancels or releases one of them as soon as it is placed or
 * granted, perhaps while it is still being submitted. Each job is shared or exclusive, at will; its
 * thread submits it and then, once it owns, releases it, releases the access, downgrades it first,
 * or keeps it for ever. A step is one access to what threads share, and names
 * the method it stands for.
 *
 * Checked, in every reachable state:
 *   - an access is permitted once, and only when S2 says so; a job is granted and finished once;
 *   - of racing ends one wins (S13);
 *   - when nothing moves any more, whoever waits has to: behind an owner who keeps, in a mode that
 *     does not go with his. So no permission is lost, and readers run beside readers;
 *   - then, too, the last entry and those of jobs that are not over name nothing ahead once all of
 *     that is over, and nothing behind once they are over themselves: so nothing is kept alive.
 * With -DSTOP one thread, any, stops for ever at any step. What it was at, and those behind that,
 * may wait then, and keep their links; nobody ahead.
 *
 * Limits. Sequentially consistent (memory.pml is not). One queue; with -DOTHER job 0 has a second
 * access, which is permitted at some time and ends with the job. Without observers, watches, out-
 * fences, closings, hardware domains and eager clients, so ends take one step. Each client does one
 * thing or two; there is one rival. That nothing behind is named is claimed of two jobs only: with
 * three, whoever links past an ended entry may write that link when ALL_OVER has passed there, and be
 * made to forget `prev` before it looks again (Entry.isToLookAhead), so that nobody cuts the link.
 * What bears it is over; it keeps one ended job's remains until its own job, if that has other
 * accesses, ends.
 *
 * Seeded faults: one of the -D below each `#ifdef` turns the model wrong; see `check`.
 */

#ifndef JOBS
#define JOBS 3
#endif
#define NOBODY JOBS

/* AccessBits */
#define WRITERS_OVER 1
#define ALL_OVER 2
#define EVERYTHING_OVER 3
#define SHARED 4
#define ENDING 8
#define OVER 16
#define DOWNGRADING 32
#define permits(b) ((b) & ((b) & SHARED -> WRITERS_OVER : ALL_OVER))

/* Lifecycle.state; the lowest bits count what is pending */
#define DONE 128
#define GUARD 64
#define GRANTED 0

/* Places: 0 is none; a job that was free when it was placed; or the entry of a job. */
#define itself(j) (1 + 2 * (j))
#define entry(j) (2 + 2 * (j))
#define job_of(place) (((place) - 1) / 2)
#define is_entry(place) (((place) & 1) == 0)

/* Standing.entries */
#define ARRAY 1
#define ENDED 2

byte tail;             /* SyncQueue.tail */
byte state[JOBS];      /* Lifecycle.state */
byte entries[JOBS];    /* Standing.entries: null, ARRAY or ENDED */
bool slot[JOBS];       /* the only slot of that array is filled */
bool no_set[JOBS];     /* Standing.set is null */
byte bits[JOBS];       /* of the job's entry: AccessBits.bits */
byte next[JOBS];       /* Entry.next: the job whose entry it is, or NOBODY */
byte prev[JOBS];       /* Entry.prev: a place */

bool shared[JOBS];     /* the job's set */

/* For the claims only. */
byte order[JOBS];      /* when it was placed, from 1 on; 0: not yet */
byte placings;
bool permitted[JOBS];
bool granted[JOBS];
bool finished[JOBS];
byte pending_at_first[JOBS]; /* not for the claims: how many accesses the job has */

#define shared_now(i) (shared[i] || (bits[i] & SHARED))
#define access_over(i) ((state[i] & DONE) || (bits[i] & OVER))
#define ahead_of(i, j) (order[i] != 0 && order[i] < order[j])
#define in_the_way(i, j) \
    (ahead_of(i, j) && !access_over(i) && !(shared_now(i) && shared_now(j)))

inline claim_counted(j) {
    assert(!permitted[j]);
    permitted[j] = true
}

/* Lifecycle.subtract, in countDown */
inline count_down(j) {
    d_step {
        assert((state[j] & 7) > 0);
        state[j] = state[j] - 1;
        if
        :: state[j] == GRANTED -> assert(!granted[j]); granted[j] = true
        :: else
        fi
    }
}

/* Entry.passes */
inline passes(e, p) {
    now = bits[e];
    d_step {
        is_over = (now & OVER) || (state[e] & DONE);
        p = (is_over && (now & ALL_OVER) -> EVERYTHING_OVER :
#ifdef WRITER_PASSES_WHAT_A_READER_MAY
            ((now & WRITERS_OVER) -> WRITERS_OVER : 0));
#else
            ((now & WRITERS_OVER) && (is_over || (now & SHARED)) -> WRITERS_OVER : 0));
#endif
        now = 0;
        is_over = false
    }
}

/* Standing.passes, Entry.passes: of a place */
inline place_passes(place, p) {
    if
    :: is_entry(place) -> passes(job_of(place), p)
    :: else ->
        if
        :: no_set[job_of(place)] -> p = EVERYTHING_OVER
        :: else ->
            if
            :: state[job_of(place)] & DONE -> p = EVERYTHING_OVER
            :: else ->
                if /* entryIfAny */
                :: entries[job_of(place)] == ARRAY && slot[job_of(place)] ->
                    passes(job_of(place), p)
                :: else -> p = (shared[job_of(place)] -> WRITERS_OVER : 0)
                fi
            fi
        fi
    fi
}

/* Entry.gain; `gained` is 0 for no news, 1 for news, 2 if that permits the access */
inline gain(e, p) {
    now = bits[e];
    if
    :: (p & ~now) == 0 -> gained = 0
    :: else ->
        d_step {
#ifndef MODE_ASKED_AFTER_THE_GAIN
            now = bits[e];
#endif
            gained = ((p & ~bits[e]) != 0 -> 1 : 0);
            gained = ((p & ~bits[e]) & ((now & SHARED) -> WRITERS_OVER : ALL_OVER) -> 2 : gained);
            now = p & ~bits[e];
            bits[e] = bits[e] | p;
        }
#ifdef MODE_ASKED_AFTER_THE_GAIN
        d_step { /* which of the new bits decides follows from the mode now */
            gained = (gained == 0 -> 0 :
                (now & (shared_now(e) -> WRITERS_OVER : ALL_OVER) -> 2 : 1))
        }
#endif
        if
        :: now & ALL_OVER -> prev[e] = 0 /* forgetPrev */
        :: else
        fi
    fi;
    now = 0
}

/* Tally.count and flush: what is permitted is counted down before the next, or in deliver */
inline count(e) {
    if
    :: gained == 2 ->
        d_step { claim_counted(e) }
        if
        :: counting != NOBODY -> count_down(counting)
        :: else
        fi;
        counting = e
    :: else
    fi
}

inline deliver() {
    if
    :: counting != NOBODY -> count_down(counting); counting = NOBODY
    :: else
    fi
}

/* Entry.passOn */
inline pass_on(first) {
    at = first;
    do
    :: passes(at, passed);
        behind = next[at];
        if
        :: passed == 0 || behind == NOBODY -> break
        :: else ->
#ifdef LINK_CUT_WITH_WRITERS_OVER
            next[at] = NOBODY;
#else
            if
            :: passed == EVERYTHING_OVER -> next[at] = NOBODY
            :: else
            fi;
#endif
            gain(behind, passed);
            if
            :: gained == 0 -> break
            :: else ->
                count(behind);
                at = behind
            fi
        fi
    od;
    atomic { at = 0; behind = 0; passed = 0; gained = 0 }
}

/* Place.entryOn: Standing.entryOn and entryAt; `found` may be NOBODY */
inline entry_on(place) {
    if
    :: is_entry(place) -> found = job_of(place)
    :: else ->
        if
        :: no_set[job_of(place)] -> found = NOBODY
        :: else ->
            d_step { /* entriesMade: CAS(entries, null, array) */
                if
                :: entries[job_of(place)] == 0 -> entries[job_of(place)] = ARRAY
                :: else
                fi;
                found = (entries[job_of(place)] == ENDED -> NOBODY : job_of(place))
            }
            if
            :: found != NOBODY ->
                d_step { /* entryAt: CAS(slot, null, fresh) */
                    if
                    :: !slot[found] ->
                        slot[found] = true;
                        bits[found] = EVERYTHING_OVER | (shared[found] -> SHARED : 0)
                    :: else
                    fi
                }
            :: else
            fi
        fi
    fi
}

/* Entry.isAside */
inline is_aside(e) {
    now = bits[e];
    d_step {
        is_over = !(now & ALL_OVER) && ((state[e] & DONE) || (now & OVER));
        now = 0
    }
}

/* Entry.pastThoseAside; the result is `live` */
inline past_those_aside(first) {
    live = first;
    do
    :: is_aside(live);
        if
        :: !is_over -> break
        :: else ->
            place = prev[live];
            if
            :: place == 0 -> break
            :: else ->
                entry_on(place);
                if
                :: found == NOBODY -> gain(live, EVERYTHING_OVER); break
                :: else -> live = found
                fi
            fi
        fi
    od;
    atomic { is_over = false; place = 0; found = 0; gained = 0 }
}

/* Entry.passesAndUnlinks */
inline passes_and_unlinks(e) {
    passes(e, passed);
    if
    :: passed == EVERYTHING_OVER ->
#ifndef LATE_LINK_IS_NOT_CUT
        next[e] = NOBODY
#else
        skip
#endif
    :: else
    fi
}

/* Entry.stepAside */
inline step_aside(e) {
    after = next[e];
    if
    :: after != NOBODY ->
        is_aside(e);
        if
        :: is_over ->
            past_those_aside(e);
            if
            :: live == e -> pass_on(e)
            :: else ->
                next[live] = after;
                prev[after] = entry(live);
#ifndef NOBODY_IS_ASKED_WHEN_STEPPING_ASIDE
                passes_and_unlinks(live);
                gain(after, passed);
                if
                :: bits[after] & ALL_OVER -> prev[after] = 0
                :: else
                fi;
                if
                :: gained != 0 -> count(after); pass_on(after)
                :: else
                fi
#endif
            fi
        :: else
        fi
    :: else
    fi;
    atomic { after = 0; live = 0; is_over = false; passed = 0; gained = 0 }
}

/* Conclusion.finish, Standing.leaveQueues */
inline finish(j) {
    d_step { assert(!finished[j]); finished[j] = true; made = entries[j] }
    entries[j] = ENDED;
    no_set[j] = true;
    if
    :: made == ARRAY && slot[j] ->
#ifdef CANCEL_DOES_NOT_PASS_ON
        if
        :: granted[j] -> pass_on(j); step_aside(j)
        :: else
        fi
#else
        pass_on(j);
        step_aside(j)
#endif
    :: else
    fi;
    made = 0;
    deliver()
}

/* What a thread has to itself. */
#define LOCALS \
    byte now; byte passed; byte gained; byte at; byte behind; byte after; byte live; byte found; \
    byte place; byte made; byte counting = NOBODY; bool is_over; byte seen; byte mine

#ifdef STOP
byte stopped = 0; /* who; nobody yet */
byte stopped_at = NOBODY;
#define MAY_STOP(j) unless { stopped == _pid; stopped_at = j }
#else
#define MAY_STOP(j)
#endif

/* Tenure.tryEndGranted, Lifecycle.decideGranted */
inline end_granted(j) {
    d_step { /* CAS(state, GRANTED, DONE) */
#ifdef LATE_RELEASE_ACCEPTED
        if :: granted[j] -> state[j] = state[j] | DONE; mine = 1 :: else -> mine = 0 fi
#else
        if :: state[j] == GRANTED -> state[j] = DONE; mine = 1 :: else -> mine = 0 fi
#endif
    }
    if
    :: mine -> mine = 0; finish(j)
    :: else
    fi
}

/* Admission.submit: Placement.placeOne, then Submission; then what the client does. */
proctype Owner(byte j) {
    LOCALS;
    byte t;
    byte inherited;
    bool one_by_one = false;
    {
    do /* placeOne */
    :: t = tail;
        if /* inherit */
        :: t == 0 -> inherited = EVERYTHING_OVER
        :: else -> place_passes(t, inherited)
        fi;
        d_step { /* CAS(tail, t, mine): what was written before is seen with it */
            if
            :: tail == t ->
                placings++;
                order[j] = placings;
                state[j] = GUARD | pending_at_first[j];
                mine = 1;
                if
                :: inherited == EVERYTHING_OVER ->
                    tail = itself(j);
                    claim_counted(j);
                    if /* grantUnpublished */
                    :: pending_at_first[j] == 1 -> state[j] = GRANTED; granted[j] = true
                    :: else
                    fi
                :: else ->
                    tail = entry(j);
                    bits[j] = inherited | (shared[j] -> SHARED : 0);
                    prev[j] = t;
                    entries[j] = ARRAY
                fi
            :: else
            fi
        }
        if
        :: mine == 1 -> mine = 0; break
        :: else
        fi
    od;
    if
    :: inherited == EVERYTHING_OVER -> mine = 1
    :: else ->
        slot[j] = true; /* putEntry */
#ifdef LOOKS_BEFORE_IT_LINKS
        seen = prev[j];
        if
        :: is_entry(seen) -> passes(job_of(seen), passed)
        :: else -> place_passes(seen, passed)
        fi;
#endif
        seen = bits[j]; /* countFree */
        if
        :: seen & ALL_OVER -> prev[j] = 0
        :: else
        fi;
        if
        :: permits(seen) ->
            d_step { claim_counted(j); mine = 1 }
        :: else
        fi;
        if
        :: !(bits[j] & ALL_OVER) -> /* link: linkBehind */
            place = prev[j];
            if
            :: place == 0 -> found = NOBODY
            :: else -> entry_on(place)
            fi;
            if
            :: found == NOBODY /* `prev` stays: others may have to find out there */
            :: else ->
                seen = found;
                next[seen] = j;
                past_those_aside(seen);
                if
                :: live != seen -> next[live] = j
                :: else
                fi;
                prev[j] = entry(live)
            fi;
#ifndef NO_SECOND_LOOK
            if /* isToLookAhead, lookAhead */
            :: prev[j] != 0 || !(bits[j] & ALL_OVER) ->
#ifdef LOOKS_BEFORE_IT_LINKS
                skip;
#else
                place = prev[j];
                if
                :: place != 0 && is_entry(place) -> passes_and_unlinks(job_of(place))
                :: else -> passed = EVERYTHING_OVER
                fi;
#endif
                gain(j, passed);
                if
                :: bits[j] & ALL_OVER -> prev[j] = 0
                :: else
                fi;
                if
                :: gained == 2 -> d_step { claim_counted(j); mine = 1 }
                :: else
                fi
            :: else
            fi
#endif
        :: else
        fi;
        d_step { gained = 0; passed = 0; live = 0; found = 0; place = 0; seen = 0 }
    fi;
    if
    :: inherited == EVERYTHING_OVER && pending_at_first[j] == 1 /* grantAtOnce: is granted */
    :: else ->
        d_step { /* dropGuard */
            assert((state[j] & GUARD) && (state[j] & 7) >= mine);
            state[j] = state[j] - GUARD - mine;
            if
            :: state[j] == GRANTED -> assert(!granted[j]); granted[j] = true
            :: else
            fi;
            mine = (state[j] & DONE -> 1 : 0)
        }
        if
        :: mine ->
#ifndef ENDED_UNDER_GUARD_IS_NEVER_FINISHED
            finish(j) /* endSubmit */
#else
            skip
#endif
        :: else
        fi
    fi;
    if
    :: inherited != EVERYTHING_OVER -> pass_on(j); deliver()
    :: else
    fi

end: /* its client, which owns the access now, or never will */
    state[j] == GRANTED || (state[j] & DONE) || inherited == EVERYTHING_OVER || permits(bits[j]);
    if
    :: state[j] == GRANTED -> goto ending /* Job.release() */
    :: true -> goto keeps
    :: true -> /* Job.release(queue): ownedEntry */
        entry_on(itself(j));
        if
        :: found == NOBODY -> goto keeps /* over */
        :: else
        fi;
        d_step { /* mark ENDING */
            seen = bits[j];
            bits[j] = bits[j] | ENDING
        }
        if
        :: (seen & ENDING) || (state[j] & DONE) -> goto keeps /* late */
        :: else
        fi;
        bits[j] = bits[j] | OVER; /* mark: an atomic OR */
        seen = 0;
        if /* endedOne: of a job with one access it ends the job */
        :: pending_at_first[j] == 1 -> one_by_one = true; goto ending
        :: else -> goto behind_it
        fi
    :: !shared[j] -> /* Job.downgrade: ownedEntry */
        entry_on(itself(j));
        if
        :: found == NOBODY -> goto keeps
        :: else
        fi;
        d_step { /* mark DOWNGRADING */
            seen = bits[j];
            bits[j] = bits[j] | DOWNGRADING
        }
        if
        :: (seen & (ENDING | SHARED | DOWNGRADING)) || (state[j] & DONE) -> goto keeps
        :: else
        fi;
        d_step { seen = 0; bits[j] = bits[j] | SHARED } /* mark SHARED */
#ifndef DOWNGRADE_PASSES_NOTHING_ON
        pass_on(j);
#endif
        deliver();
        if
        :: state[j] == GRANTED -> goto ending
        :: true -> goto keeps
        fi
    fi;
ending:
    end_granted(j);
    if
    :: one_by_one
    :: else -> goto keeps
    fi;
behind_it: /* Job.passOnBehind */
    pass_on(j);
    step_aside(j);
    deliver();
ends: /* with another access the job goes on until it is granted */
    if
    :: one_by_one || (state[j] & DONE)
    :: state[j] == GRANTED -> goto ending
    :: true
    fi;
keeps: skip
    } MAY_STOP(j)
}

/* Tenure.endWaiting, Lifecycle.decideWaiting */
proctype Rival(byte j) {
    LOCALS;
end: order[j] != 0;
    {
    if
    :: do /* Job.cancel */
        :: seen = state[j];
            if
#ifdef CANCEL_BEATS_THE_GRANT
            :: seen & DONE -> break
#else
            :: (seen & DONE) || seen == GRANTED -> break
#endif
            :: else
            fi;
            d_step { /* CAS(state, seen, seen | DONE) */
                if
#ifdef CANCEL_BEATS_THE_GRANT
                :: true -> state[j] = state[j] | DONE; mine = 1
#else
                :: state[j] == seen -> state[j] = seen | DONE; mine = 1
                :: else
#endif
                fi
            }
            if
            :: mine -> break
            :: else
            fi
        od;
        skip;
#ifndef CANCELLER_FINISHES_UNDER_GUARD
        if
        :: seen & GUARD -> mine = 0 /* OVER_UNDER_GUARD: the owner finishes it */
        :: else
        fi
#endif
    :: d_step { state[j] == GRANTED -> state[j] = DONE; mine = 1 } /* Job.release, another's */
    :: true
    fi;
    if
    :: mine -> finish(j)
    :: else
    fi
    } MAY_STOP(j)
}

#ifdef OTHER
/* What permits job 0's other access. */
proctype Elsewhere() {
    order[0] -> count_down(0)
}
#endif

#define excused(j) (stopped_at != NOBODY && order[stopped_at] && order[j] >= order[stopped_at])
#define waits_in_vain(j) \
    (order[j] && state[j] != GRANTED && !(state[j] & DONE) \
    && !in_the_way(0, j) && !in_the_way(1, j) && !in_the_way(JOBS - 1, j))
#define behind_a_live_one(j) \
    ((ahead_of(0, j) && !access_over(0)) || (ahead_of(1, j) && !access_over(1)) \
    || (ahead_of(JOBS - 1, j) && !access_over(JOBS - 1)))
#define is_root(j) (!(state[j] & DONE) || order[j] == placings)
#define keeps_something(j) (is_root(j) && !behind_a_live_one(j) \
    && (prev[j] != 0 || (links_are_cut && access_over(j) && next[j] != NOBODY)))
#if JOBS == 2
#define links_are_cut true
#else
#define links_are_cut false /* see Limits */
#endif

#ifndef STOP
#define stopped_at NOBODY
#endif

/* When nothing moves any more. */
proctype Judge() {
    byte j;
end: timeout ->
    d_step {
        do
        :: j < JOBS ->
            if
            :: !excused(j) -> assert(!waits_in_vain(j))
            :: else
            fi;
            assert(stopped_at != NOBODY || !keeps_something(j));
            assert(stopped_at != NOBODY || !(state[j] & DONE) || finished[j]);
            j++
        :: else -> break
        od
    }
}

/* S2, in every state. */
#define owns_too_early(j) ((permitted[j] || permits(bits[j])) \
    && (in_the_way(0, j) || in_the_way(1, j) || in_the_way(JOBS - 1, j)))
proctype Always() {
end: owns_too_early(0) || owns_too_early(1) || owns_too_early(JOBS - 1) -> assert(false)
}

#ifdef STOP
/* Stops one of the threads, which have the numbers from 1 on. */
proctype Stopper(byte last) {
    byte who = 1;
    do
    :: who < last -> who++
    :: break
    od;
    stopped = who
}
#endif

init {
    byte j;
    byte rival;
    do
    :: j < JOBS ->
#ifdef MODES
        shared[j] = (MODES >> j) & 1;
#else
        if :: shared[j] = true :: shared[j] = false fi;
#endif
        d_step { next[j] = NOBODY; pending_at_first[j] = 1; j++ }
    :: else -> break
    od;
#ifdef OTHER
    pending_at_first[0] = 2;
#endif
#ifdef OTHER
    select(rival : 0 .. JOBS - 1); /* else all jobs are alike */
#endif
    atomic {
        run Owner(0); run Owner(1);
#if JOBS > 2
        run Owner(2);
#endif
#ifndef NO_RIVAL
        run Rival(rival);
#endif
        run Judge();
        run Always();
#ifdef OTHER
        run Elsewhere();
#endif
#ifdef STOP
        run Stopper(JOBS + 1);
#endif
        rival = 0;
        j = 0
    }
}
