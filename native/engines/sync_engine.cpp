// Runs each chain to its end inside submit(), with a clock reading on both sides of every call.
#include "engines/sync_engine.h"

#include <utility>

#include "engines/blocking_operation.h"

namespace ioproof {

SyncEngine::SyncEngine(const EngineContext& context) : context_(context), finished_(context.queueDepth) {}

void SyncEngine::run(Chain& chain) {
    for (chain.executed = 0; chain.executed < chain.count;) {
        Operation& operation = chain.operations[chain.executed];
        renewContent(context_, chain, operation);
        ++chain.executed;
        operation.startedAt = context_.clock.now();
        executeBlocking(context_, chain, operation);
        operation.finishedAt = now_ = context_.clock.now();
        if (operation.result < 0) return abandonDescriptor(chain);
    }
}

void SyncEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        run(*chain);
        finished_[finishedCount_++] = chain;
    }
}

std::span<Chain* const> SyncEngine::reap(uint32_t /* atLeast */, uint64_t /* deadline */) {
    return {finished_.data(), std::exchange(finishedCount_, 0)};
}

int32_t SyncEngine::sync(uint32_t file) { return syncDescriptor(context_.files[file]); }

}  // namespace ioproof
