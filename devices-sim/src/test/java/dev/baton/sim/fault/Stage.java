package dev.baton.sim.fault;

import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.sim.Breakable;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.Loop;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.kms.Crtc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A device with faults on both of its lines, and somebody who notices when it hangs or has died. */
final class Stage {
    private static final long WAKEUP_NANOS = 200_000;
    private static final long INTERRUPT_NANOS = 100_000;
    private static final long NOTICE_NANOS = 2_000_000;

    final Faults faults;
    final FaultyInterrupt interrupt;
    final Interrupt line;
    FaultyClient client;
    private final Loop loop;
    private final Dispatcher dispatcher;
    private Breakable device;
    private Runnable renewing;

    /** Lines without a device yet. */
    Stage(Loop loop, Dispatcher dispatcher, String name, List<Rule> rules) {
        this.loop = loop;
        this.dispatcher = dispatcher;
        faults = new Faults(loop, rules);
        interrupt = new FaultyInterrupt(faults, Interrupt.SOUND);
        line = (job, error) ->
                loop.after(INTERRUPT_NANOS, name + " interrupt", () -> interrupt.done(job, error));
    }

    static Stage cpu(Loop loop, Dispatcher dispatcher, String name, List<Rule> rules) {
        Stage stage = new Stage(loop, dispatcher, name, rules);
        Cpu cpu = new Cpu(loop, name, new Latency(WAKEUP_NANOS, WAKEUP_NANOS), stage.line);
        stage.attach(cpu, cpu);
        return stage;
    }

    void attach(Client own, Breakable whole) {
        device = whole;
        renewing = () -> wrap(own);
        renewing.run();
    }

    void attach(Crtc crtc) {
        device = crtc;
        renewing = () -> crtc.interpose(this::wrap);
        renewing.run();
    }

    private Client wrap(Client own) {
        client = FaultyClient.of(faults, own, Objects.requireNonNull(device), this::broke);
        return client;
    }

    private void broke(FaultyClient broken, Fault fault) {
        loop.after(NOTICE_NANOS, "noticed", () -> {
            if (fault == Fault.F1_HUNG) {
                resetIfNobodyElseDoes();
                return;
            }
            dispatcher.close(broken, Duration.ZERO);
            if (broken == client) {
                renewing.run();
            }
            if (fault == Fault.F7_ZOMBIE) {
                device.revive();
            } else {
                device.reset();
            }
        });
    }

    private void resetIfNobodyElseDoes() {
        if (device instanceof Crtc) {
            device.reset(); // as its jobs have no watchdog
        }
    }
}
