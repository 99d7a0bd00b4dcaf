// Each loader is a formula of its own.
#include "sources/epoch_plan.h"

namespace ioproof {
namespace {

TfPlan tfPlanOf(const TrainingSpec& spec, const SampleOrder& order, uint32_t rank, uint64_t steps) {
    const bool shares = order.sharesSamplesOfFiles();
    const FileInterleave files{
        .files = order.filesOf(rank), .samples = order.itemsPerFile(), .readers = spec.readThreads};
    return {steps,
            {.files = files,
             .buffer = spec.sampleShuffle ? std::max<uint64_t>(spec.shuffleBuffer, 1) : 1,
             .first = shares ? rank : 0,
             .stride = shares ? spec.accelerators : 1,
             .batchSize = order.batchSize(),
             .prefetch = spec.prefetch}};
}

StreamPlan streamPlanOf(const TrainingSpec& spec, const SampleOrder& order, uint32_t rank, uint64_t steps) {
    const uint64_t samples = order.fileSpec().samplesPerFile;
    const StreamItems items{.samplesPerFile = samples,
                            .itemsPerFile = order.itemsPerFile(),
                            .samplesPerItem = order.itemsPerFile() == 1 ? samples : order.fileSpec().rowGroupRows};
    const StreamBatches batches(order.filesOf(rank), samples, order.batchSize(), spec.readThreads);
    return {steps, batches, items, batchesAhead(spec), spec.window};
}

}  // namespace

EpochPlan::Plan EpochPlan::planOf(const TrainingSpec& spec, const SampleOrder& order, uint32_t rank, uint64_t steps) {
    switch (spec.loader) {
        case LoaderKind::Tf: return tfPlanOf(spec, order, rank, steps);
        case LoaderKind::Stream: return streamPlanOf(spec, order, rank, steps);
        default: return TorchPlan(steps, order.batchSize(), spec.readThreads, batchesAhead(spec));
    }
}

EpochPlan::EpochPlan(const TrainingSpec& spec, const SampleOrder& order, uint32_t rank)
    : order_(order),
      rank_(rank),
      readers_(spec.readThreads),
      steps_(order.steps()),
      plan_(planOf(spec, order, rank, steps_)) {}

uint64_t EpochPlan::itemsOfReader(uint32_t reader) const {
    return std::visit([=](const auto& plan) { return plan.itemsOfReader(reader); }, plan_);
}

LoadItem EpochPlan::item(uint32_t reader, uint64_t index) const {
    return order_.itemOf(rank_, std::visit([=](const auto& plan) { return plan.indexOf(reader, index); }, plan_));
}

uint64_t EpochPlan::neededBy(uint32_t reader, uint64_t index) const {
    return std::visit([=](const auto& plan) { return plan.neededBy(reader, index); }, plan_);
}

uint64_t EpochPlan::releasedBy(uint32_t reader, uint64_t index) const {
    return std::visit([=](const auto& plan) { return plan.releasedBy(reader, index); }, plan_);
}

uint64_t EpochPlan::itemsNeededBy(uint64_t step) const {
    return std::visit([=](const auto& plan) { return plan.itemsNeededBy(step); }, plan_);
}

uint64_t EpochPlan::stepsAhead() const {
    const uint64_t ahead = std::visit([](const auto& plan) { return plan.stepsAhead(); }, plan_);
    return std::min(ahead, std::max<uint64_t>(steps_, 1));
}

}  // namespace ioproof
