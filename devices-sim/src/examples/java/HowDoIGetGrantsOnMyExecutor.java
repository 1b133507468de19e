import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A client that may block in its grants, as they come on a thread of its own. */
public class HowDoIGetGrantsOnMyExecutor {
    public static void main(String[] args) throws Exception {
        ExecutorService codec =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "codec"));
        Dispatcher dispatcher = new Dispatcher();
        SyncQueue frame = new SyncQueue("frame");
        Client encoder = Client.on(codec, job -> {
            System.out.println("encoding on " + Thread.currentThread().getName());
            job.release();
        });

        Job draw = dispatcher.submit(AccessSet.exclusive(frame), job -> {});
        Job encode = dispatcher.submit(AccessSet.shared(frame), encoder);
        draw.release(); // returns at once; the executor does the rest
        System.out.println(encode.whenEnded().toCompletableFuture().get().outcome());

        codec.shutdown(); // what it rejects from now on ends FAILED, and is not lost
        Job refused = dispatcher.submit(AccessSet.shared(frame), encoder);
        System.out.println(refused.outcome() + ", " + refused.cause().getClass().getSimpleName());
    }
}
