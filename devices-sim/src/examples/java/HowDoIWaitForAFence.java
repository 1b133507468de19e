import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Gate;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.fence.SyncFile;

import java.time.Duration;

/** Five ways: as a job, in a callback, as a stage, for several, and on a thread that blocks. */
public class HowDoIWaitForAFence {
    public static void main(String[] args) throws Exception {
        Dispatcher dispatcher = new Dispatcher(null, new VirtualTimers());
        SyncQueue frame = new SyncQueue("frame");
        Client display = job -> System.out.println("1. a job: " + job.attachment());

        FenceSource decoded = new FenceSource("decoded"); // whoever makes it signals it
        Gate gate = Gate.holdingPlace(decoded.fence(), Duration.ofMillis(40));
        JobOptions gated = JobOptions.DEFAULT.gate(gate);
        Job flip = dispatcher.submit(AccessSet.shared(frame), display, "flip", gated);

        decoded.fence().add(fence -> System.out.println("2. a callback: " + fence.status()));
        decoded.fence().toStage().thenRun(() -> System.out.println("3. a stage"));
        decoded.signal();
        flip.release();

        Inbox gpu = new Inbox("gpu");
        Job draw = dispatcher.submit(
                AccessSet.exclusive(frame), gpu, "draw", JobOptions.DEFAULT.withOutFence());
        Fence readable = dispatcher.exportFence(frame, AccessMode.SHARED);
        Fence both = SyncFile.merge(draw.outFence(), readable);
        both.add(fence -> System.out.println("4. all of several: " + fence.status()));
        Thread device = new Thread(() -> gpu.poll().release(), "gpu");
        device.start();
        boolean signaled = draw.outFence().await(Duration.ofSeconds(5));
        device.join(); // it runs the callbacks, also those that are behind the wait
        System.out.println("5. a thread: " + signaled);
    }
}
