import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventStream;
import dev.baton.event.JfrListener;

import jdk.jfr.consumer.RecordingStream;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Streams every wait out of the JVM's flight recording while it goes on. */
public class HowLongDoMyJobsWait {
    record Device(String name) implements Client {
        @Override
        public void granted(Job job) {}
    }

    public static void main(String[] args) throws Exception {
        CountDownLatch told = new CountDownLatch(3);
        try (RecordingStream stream = new RecordingStream()) {
            stream.enable("dev.baton.JobGranted").withThreshold(Duration.ZERO);
            stream.onEvent("dev.baton.JobGranted", event -> {
                System.out.printf(
                        Locale.ROOT,
                        "job %d of %s waited about %d ms%n",
                        event.getLong("job"),
                        event.getString("client"),
                        event.getDuration().toMillis()); // since its submission
                told.countDown();
            });
            stream.startAsync();

            Dispatcher dispatcher =
                    new Dispatcher(new EventStream(System::nanoTime, new JfrListener()));
            SyncQueue frame = new SyncQueue("frame");
            Job draw = dispatcher.submit(AccessSet.exclusive(frame), new Device("gpu"));
            dispatcher.submit(AccessSet.shared(frame), new Device("display"));
            dispatcher.submit(AccessSet.shared(frame), new Device("encoder"));
            LockSupport.parkNanos(20_000_000); // the GPU draws
            draw.release();
            told.await(20, TimeUnit.SECONDS); // a recording passes on what it has once a second
        }
    }
}
