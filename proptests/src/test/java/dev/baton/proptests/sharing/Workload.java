package dev.baton.proptests.sharing;

import java.util.List;

/**
 * What several clients do with a few buffers.
 *
 * @param setup of which exporter
 * @param steps in order
 */
record Workload(Setup setup, List<Step> steps) {}
