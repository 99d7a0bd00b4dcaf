// Completes every chain at once, or as the script says.
#include "engines/null_engine.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace ioproof {

NullEngine::NullEngine(const EngineContext& context)
    : context_(context),
      scripted_(context.spec.nullLatencyNs > 0 || context.spec.nullFailEvery > 0 || context.spec.nullShortEvery > 0),
      inside_(context.queueDepth) {
    now_ = context.clock.now();
}

int32_t NullEngine::scriptedResult(const Operation& operation) {
    if (!isTransfer(operation.kind)) return 0;
    ++transfers_;
    const JobSpec& spec = context_.spec;
    if (spec.nullFailEvery > 0 && transfers_ % spec.nullFailEvery == 0) return -EIO;
    const auto length = static_cast<int32_t>(operation.length);
    return spec.nullShortEvery > 0 && transfers_ % spec.nullShortEvery == 0 ? length / 2 : length;
}

void NullEngine::complete(Chain& chain) {
    for (uint32_t index = 0; index < chain.count; ++index) {
        Operation& operation = chain.operations[index];
        operation.startedAt = batchStart_;
        operation.finishedAt = now_;
        operation.result = isTransfer(operation.kind) ? static_cast<int32_t>(operation.length) : 0;
    }
    chain.executed = chain.count;
}

void NullEngine::completeScripted(Chain& chain) {
    uint64_t time = batchStart_;
    for (chain.executed = 0; chain.executed < chain.count;) {
        Operation& operation = chain.operations[chain.executed++];
        operation.startedAt = time;
        time = context_.spec.nullLatencyNs > 0 ? time + context_.spec.nullLatencyNs : context_.clock.now();
        operation.finishedAt = time;
        operation.result = scriptedResult(operation);
        if (operation.result < 0) break;
    }
    now_ = std::max(now_, time);
}

void NullEngine::submit(std::span<Chain* const> chains) {
    if (insideCount_ == 0) batchStart_ = context_.spec.nullLatencyNs > 0 ? now_ : context_.clock.now();
    std::copy(chains.begin(), chains.end(), inside_.begin() + static_cast<std::ptrdiff_t>(insideCount_));
    insideCount_ += chains.size();
}

std::span<Chain* const> NullEngine::reap(uint32_t atLeast) {
    // A queue that is not full yet is left to fill, so that the script sees the depth that was asked for.
    if (atLeast == 0) return {};
    if (scripted_) {
        for (size_t index = 0; index < insideCount_; ++index) completeScripted(*inside_[index]);
    } else {
        now_ = context_.clock.now();
        for (size_t index = 0; index < insideCount_; ++index) complete(*inside_[index]);
    }
    return {inside_.data(), std::exchange(insideCount_, 0)};
}

}  // namespace ioproof
