package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** Whose a job is, and what there is beside it if it asks for more than its set. */
abstract sealed class Belonging extends Standing permits Conclusion {
    private static final VarHandle PARTICULARS;

    static {
        try {
            PARTICULARS = MethodHandles.lookup()
                    .findVarHandle(Belonging.class, "particulars", Particulars.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Dispatcher dispatcher;

    private @Nullable Client client;

    private @Nullable Object attachment;

    private final boolean special;

    /** Read: volatile. Written: at creation, or once by CAS. */
    private @Nullable Particulars particulars;

    /**
     * A job in submit.
     *
     * @param pending accesses to be owned, and one more if the grant waits for a time
     */
    Belonging(
            Dispatcher dispatcher,
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            @Nullable Particulars particulars,
            int pending) {
        super(set, pending, isChecked(particulars));
        this.dispatcher = dispatcher;
        this.client = client;
        this.attachment = attachment;
        this.particulars = particulars;
        this.special = particulars != null || isEager(client);
    }

    private static boolean isChecked(@Nullable Particulars particulars) {
        return particulars != null
                && (particulars.observation != null
                        || particulars.options.isChecked()
                        || particulars.waitsBeside() > 0);
    }

    /** Stands for work that is not the engine's, and is never granted. */
    final boolean isForeignWork() {
        return client instanceof ForeignWork;
    }

    /** What each of its entries begins with. */
    final int listens() {
        Particulars now = special ? particulars() : null;
        return (now != null && now.outFence != null ? Entry.LISTENS : 0) | hardware();
    }

    final int hardware() {
        return handOver() == null ? 0 : Entry.HARDWARE;
    }

    /** What there is beside if its client is in a hardware domain (S12). */
    final @Nullable HandOver handOver() {
        return special && particulars() instanceof HandOver hand ? hand : null;
    }

    @Override
    final boolean isHandedOver(SyncQueue queue) {
        HandOver hand = handOver();
        return hand != null && hand.letsCome(queue);
    }

    /** Whether its hardware waits for that of another by itself. */
    final boolean sharesDomain(Job other) {
        HandOver hand = handOver();
        HandOver theirs = other.handOver();
        return hand != null && theirs != null && hand.domain == theirs.domain;
    }

    final Dispatcher dispatcher() {
        return dispatcher;
    }

    final AccessSet accessesNow() {
        AccessSet now = setAcquire();
        return now == null ? AccessSet.empty() : now;
    }

    final @Nullable Client owner() {
        return client;
    }

    final @Nullable Object work() {
        return attachment;
    }

    @Override
    final Job job() {
        return (Job) this;
    }

    @Nullable
    final Particulars particulars() {
        return (Particulars) PARTICULARS.getVolatile(this);
    }

    final Particulars particularsMade() {
        Particulars now = particulars();
        if (now == null) {
            Particulars fresh = new Particulars(JobOptions.DEFAULT, null, 0, null, List.of());
            // Decides: which particulars all use. Lost: the winner's.
            now = (Particulars) PARTICULARS.compareAndExchange(this, null, fresh);
            now = now == null ? fresh : now;
        }
        return now;
    }

    @Nullable
    Observation observation() {
        Particulars now = particulars();
        return now == null ? null : now.observation;
    }

    final boolean isEager() {
        return special && isEager(client);
    }

    static boolean isEager(@Nullable Client owner) {
        return owner != null && owner.isEager() && owner instanceof EagerClient;
    }

    /** Whether there is more to do for it than to place it and tell its client. */
    final boolean isSpecial() {
        return special;
    }

    /** Who it was. An ended job stays reachable from an idle queue, its client must not. */
    final @Nullable Client forgetOwner() {
        Client owner = client;
        client = null;
        attachment = null;
        return owner;
    }
}
