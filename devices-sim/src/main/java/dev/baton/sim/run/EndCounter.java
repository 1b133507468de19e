package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.EventListener;
import dev.baton.sim.scenario.Measure;

/** Counts submissions and ends, as the events tell them. */
final class EndCounter implements EventListener {
    private final Figures figures;

    EndCounter(Figures figures) {
        this.figures = figures;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted) {
            figures.add(Measure.SUBMITTED, 1);
        } else if (event instanceof Event.Released) {
            figures.add(Measure.COMPLETED, 1);
        } else if (event instanceof Event.Cancelled) {
            figures.add(Measure.CANCELLED, 1);
        } else if (event instanceof Event.TimedOut) {
            figures.add(Measure.TIMED_OUT, 1);
        } else if (event instanceof Event.Failed) {
            figures.add(Measure.FAILED, 1);
        } else if (event instanceof Event.Abandoned) {
            figures.add(Measure.ABANDONED, 1);
        }
    }
}
