package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Attempt;
import dev.baton.sim.scenario.DeviceSpec;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Spread;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

import java.util.List;

/**
 * What Baton works with, for the parameters of a property: {@code @Domain(BatonDomain.class)} on it,
 * or on its class, lets {@code @ForAll} give access modes, wishes of one job, planned jobs and {@link
 * Pipeline}s on {@link BatonArbitraries#BUFFERS} buffers, latencies, devices, schedules and whole
 * {@link Scenario}s. With a domain, jqwik's own types need {@code @Domain(DomainContext.Global.class)}
 * beside it. Faults belong to a scenario: see {@link ScenarioArbitraries#faults}.
 *
 * @since 0.1
 */
public final class BatonDomain extends DomainContextBase {
    /** For jqwik, which makes one for each property. */
    public BatonDomain() {}

    @Provide
    Arbitrary<AccessMode> accessModes() {
        return BatonArbitraries.accessModes();
    }

    @Provide
    Arbitrary<List<Wish>> accessSets() {
        return BatonArbitraries.accessSets(BatonArbitraries.BUFFERS);
    }

    @Provide
    Arbitrary<PlannedJob> jobs() {
        return BatonArbitraries.jobs(BatonArbitraries.BUFFERS);
    }

    @Provide
    Arbitrary<Pipeline> pipelines() {
        return BatonArbitraries.pipelines();
    }

    @Provide
    Arbitrary<Spread> latencies() {
        return BatonArbitraries.latencies();
    }

    @Provide
    Arbitrary<DeviceSpec> devices() {
        return ScenarioArbitraries.devices("device");
    }

    @Provide
    Arbitrary<Attempt> schedules() {
        return BatonArbitraries.schedules();
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return ScenarioArbitraries.scenarios();
    }
}
