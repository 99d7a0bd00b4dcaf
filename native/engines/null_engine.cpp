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
    const bool virtualTime = context_.spec.nullLatencyNs > 0;
    uint64_t time = virtualTime ? chain.operations[0].startedAt : batchStart_;
    for (chain.executed = 0; chain.executed < chain.count;) {
        Operation& operation = chain.operations[chain.executed++];
        operation.startedAt = time;
        time = virtualTime ? time + context_.spec.nullLatencyNs : context_.clock.now();
        operation.finishedAt = time;
        operation.result = scriptedResult(operation);
        if (operation.result < 0) break;
    }
    now_ = std::max(now_, time);
}

void NullEngine::idleUntil(const Clock& clock, uint64_t time) {
    if (context_.spec.nullLatencyNs == 0) Engine::idleUntil(clock, time);
    else now_ = std::max(now_, time);
}

void NullEngine::submit(std::span<Chain* const> chains) {
    const bool virtualTime = context_.spec.nullLatencyNs > 0;
    if (insideCount_ == 0) batchStart_ = virtualTime ? now_ : context_.clock.now();
    for (Chain* chain : chains) {
        if (virtualTime) chain->operations[0].startedAt = now_;
        inside_[insideCount_++] = chain;
        if (virtualTime) moveToItsPlace();
    }
}

uint64_t NullEngine::endOf(const Chain& chain) const {
    return chain.operations[0].startedAt + context_.spec.nullLatencyNs * chain.count;
}

/// By their end, and those that end together as they came: chains of as many operations each stay where they are.
void NullEngine::moveToItsPlace() {
    Chain* const chain = inside_[insideCount_ - 1];
    const uint64_t end = endOf(*chain);
    size_t place = insideCount_ - 1;
    for (; place > 0 && endOf(*inside_[place - 1]) > end; --place) inside_[place] = inside_[place - 1];
    inside_[place] = chain;
}

/// Chains that end no later than the first one does, which is a prefix.
size_t NullEngine::finishedTogether(uint64_t deadline) {
    const uint64_t first = endOf(*inside_[0]);
    if (first > deadline) {
        now_ = std::max(now_, deadline);
        return 0;
    }
    size_t count = 1;
    while (count < insideCount_ && endOf(*inside_[count]) <= first) ++count;
    return count;
}

std::span<Chain* const> NullEngine::reap(uint32_t atLeast, uint64_t deadline) {
    // A queue that is not full yet is left to fill, so that the script sees the depth that was asked for.
    if (atLeast == 0) return {};
    const size_t count = context_.spec.nullLatencyNs > 0 ? finishedTogether(deadline) : insideCount_;
    if (scripted_) {
        for (size_t index = 0; index < count; ++index) completeScripted(*inside_[index]);
    } else {
        now_ = context_.clock.now();
        for (size_t index = 0; index < count; ++index) complete(*inside_[index]);
    }
    if (count < insideCount_)
        std::rotate(inside_.begin(), inside_.begin() + static_cast<std::ptrdiff_t>(count),
                    inside_.begin() + static_cast<std::ptrdiff_t>(insideCount_));
    insideCount_ -= count;
    // The finished ones now lie behind those that are still inside.
    return {inside_.data() + insideCount_, count};
}

}  // namespace ioproof
