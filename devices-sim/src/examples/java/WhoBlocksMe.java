import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.EventStream;

import java.time.Duration;

/** A job does not come: whom does it wait for, since when, and what would end that? */
public class WhoBlocksMe {
    record Device(String name) implements Client {
        @Override
        public void granted(Job job) {} // it has the buffers, and works
    }

    public static void main(String[] args) {
        VirtualTimers timers = new VirtualTimers(); // with real devices: Timers.on(scheduler)
        // The observer gives jobs their ids, and the timers the times that are told.
        EventStream events = new EventStream(timers::nowNanos, event -> {});
        Dispatcher dispatcher = new Dispatcher(events, timers);
        SyncQueue texture = new SyncQueue("texture");
        SyncQueue screen = new SyncQueue("screen");

        JobOptions limited = JobOptions.DEFAULT.hold(Duration.ofMillis(50));
        dispatcher.submit(AccessSet.exclusive(texture), new Device("uploader"), null, limited);
        timers.advance(Duration.ofMillis(4));
        AccessSet draw = AccessSet.builder().shared(texture).exclusive(screen).build();
        dispatcher.submit(draw, new Device("gpu"));
        Job flip = dispatcher.submit(AccessSet.shared(screen), new Device("display"));
        timers.advance(Duration.ofMillis(9));

        System.out.print(dispatcher.explain(flip).describe());
    }
}
