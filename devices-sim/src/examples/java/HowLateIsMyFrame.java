import dev.baton.event.Event;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.run.ShownFrame;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Scenarios;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which frame was the latest, from the end of its drawing to the screen; with queues and without. */
public class HowLateIsMyFrame implements RunWatcher {
    private final Map<Long, Long> drawnNanos = new HashMap<>();
    private long latest;
    private long lateNanos;

    @Override
    public void on(Event event) {} // how jobs come, own and end

    @Override
    public void worked(String device, long frame, long fromNanos, long toNanos) {
        if (device.equals("gpu")) {
            drawnNanos.put(frame, toNanos);
        }
    }

    @Override
    public void showed(ShownFrame frame) {
        long tookNanos = frame.fromNanos() - drawnNanos.remove(frame.iteration());
        if (tookNanos > lateNanos) {
            latest = frame.iteration();
            lateNanos = tookNanos;
        }
    }

    public static void main(String[] args) throws Exception {
        for (String name : new String[] {"render-to-pageflip", "application-in-between"}) {
            Scenario scenario = Scenarios.read(name);
            HowLateIsMyFrame frames = new HowLateIsMyFrame();
            RunOptions options = new RunOptions(
                    1, Clock.VIRTUAL, scenario.forNanos(), 0, nanos -> {}, null, frames);
            RunReport report = ScenarioRun.run(scenario, options);
            System.out.printf(
                    Locale.ROOT,
                    "%s: frame %d came %.1f ms after it was drawn; half within %.1f ms; %d missed%n",
                    name,
                    frames.latest,
                    frames.lateNanos / 1e6,
                    report.path().p50Nanos() / 1e6,
                    report.figures().of(Measure.MISSED_VBLANKS));
        }
    }
}
