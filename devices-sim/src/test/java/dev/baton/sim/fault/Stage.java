package dev.baton.sim.fault;

import dev.baton.engine.Dispatcher;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.Loop;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.fault.Faults.Rule;

import java.time.Duration;
import java.util.List;

/** A device with faults on both of its lines, and somebody who notices when it has died. */
final class Stage {
    private static final long WAKEUP_NANOS = 200_000;
    private static final long INTERRUPT_NANOS = 100_000;
    private static final long NOTICE_NANOS = 2_000_000;

    final Faults faults;
    final FaultyInterrupt interrupt;
    final Cpu device;
    FaultyClient client;
    private final Loop loop;
    private final Dispatcher dispatcher;

    Stage(Loop loop, Dispatcher dispatcher, String name, List<Rule> rules) {
        this.loop = loop;
        this.dispatcher = dispatcher;
        faults = new Faults(loop, rules);
        interrupt = new FaultyInterrupt(faults, Interrupt.SOUND);
        Interrupt line = (job, error) ->
                loop.after(INTERRUPT_NANOS, name + " interrupt", () -> interrupt.done(job, error));
        device = new Cpu(loop, name, new Latency(WAKEUP_NANOS, WAKEUP_NANOS), line);
        client = new FaultyClient(faults, device, device, this::crashed);
    }

    private void crashed(FaultyClient dead, Fault fault) {
        loop.after(NOTICE_NANOS, "noticed", () -> {
            dispatcher.close(dead, Duration.ZERO);
            if (dead == client) {
                client = new FaultyClient(faults, device, device, this::crashed);
            }
            if (fault == Fault.F7_ZOMBIE) {
                device.revive();
            } else {
                device.reset();
            }
        });
    }
}
