// What of a chain is storage's, what is a copy, and what is waited for.
#include "engines/gpu_copy_engine.h"

#include <sched.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "core/io_error.h"
#include "engines/engine_registry.h"
#include "gpu/gpu_session.h"

namespace ioproof {
namespace {

/// From here on a copy takes longer than a sleep costs.
constexpr size_t sleepFromBytes = 64 * 1024;
/// Between two looks at a copy when there is a deadline, which no wait for a copy has.
constexpr uint64_t napNs = 10'000;
/// At a short copy, before others get the processor; a look takes about a microsecond.
constexpr uint32_t looksBeforeYield = 16;

JobSpec withoutLinks(JobSpec spec) {
    spec.linkChains = false;
    return spec;
}

GpuSession& sessionOf(const EngineContext& context) {
    if (context.gpu == nullptr) throw JobError("ENGINE_REFUSED", "gpu-copy: needs memory of a GPU");
    return *context.gpu;
}

void nap(uint64_t nanoseconds) {
    const timespec length{.tv_sec = 0, .tv_nsec = static_cast<long>(nanoseconds)};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &length, nullptr);
}

/// Of an operation without storage.
int32_t bytesAskedFor(const Operation& operation) {
    return static_cast<int32_t>(operation.length - operation.beyondEnd);
}

}  // namespace

GpuCopyEngine::GpuCopyEngine(const EngineContext& context)
    : context_(context),
      innerSpec_(withoutLinks(context.spec)),
      sleeps_(context.bufferBytes >= sleepFromBytes),
      slots_(context.queueDepth),
      finished_(context.queueDepth) {
    queued_.reserve(context.queueDepth);
    for (uint32_t slot = 0; slot < context.queueDepth; ++slot) slots_[slot].part.slot = slot;
    pinBuffers();
    if (context.spec.copyMode != CopyMode::HostOnly) makeRing();
    if (context.spec.copyMode != CopyMode::CopyOnly) makeInnerEngine();
    now_ = context.clock.now();
}

void GpuCopyEngine::pinBuffers() {
    const size_t bytes = context_.bufferStride * context_.queueDepth;
    const uint64_t start = context_.clock.now();
    pinned_.emplace(sessionOf(context_).cuda(), context_.buffers, bytes);
    counters_.pinned.add(context_.clock.now() - start, bytes);
}

void GpuCopyEngine::makeRing() {
    ring_.emplace(context_.gpu->cuda(), GpuCopyRing::Layout{.buffers = context_.buffers,
                                                            .stride = context_.bufferStride,
                                                            .slots = context_.queueDepth,
                                                            .sleeps = sleeps_});
}

void GpuCopyEngine::makeInnerEngine() {
    EngineChoice choice = chooseEngine(EngineKind::Auto);
    inner_ = makeEngine(choice.used, {.spec = innerSpec_,
                                      .clock = context_.clock,
                                      .queueDepth = context_.queueDepth,
                                      .files = context_.files,
                                      .buffers = context_.buffers,
                                      .bufferBytes = context_.bufferBytes,
                                      .bufferStride = context_.bufferStride,
                                      .openFlags = context_.openFlags,
                                      // Must be on the GPU before it comes from there: renewed here.
                                      .content = nullptr,
                                      .entryObserver = context_.entryObserver});
    features_.push_back("by-" + std::string(nameOf(choice.used)));
    features_.insert(features_.end(), inner_->features().begin(), inner_->features().end());
    refused_ = std::move(choice.refused);
    refused_.insert(refused_.end(), inner_->refused().begin(), inner_->refused().end());
}

/// Goes on with the chain's next operation; ends the chain where there is none.
void GpuCopyEngine::advance(Slot& slot) {
    Chain& chain = *slot.chain;
    for (; chain.executed < chain.count; ++chain.executed) {
        Operation& operation = chain.operations[chain.executed];
        const bool moves = isTransfer(operation.kind);
        if (operation.kind == OperationKind::Write) renew(chain, operation);
        const bool copyFirst = ring_ && (operation.kind == OperationKind::Write || (moves && !inner_));
        if (copyFirst) {
            slot.startedAt = context_.clock.now();
            return startCopy(slot, operation, static_cast<size_t>(bytesAskedFor(operation)));
        }
        if (inner_) return queue(slot);
        skip(operation);
    }
    finish(chain);
}

void GpuCopyEngine::skip(Operation& operation) {
    operation.result = 0;
    operation.startedAt = operation.finishedAt = now_ = context_.clock.now();
}

/// New content is made on the host and must get to the GPU, from where it is written.
void GpuCopyEngine::renew(Chain& chain, Operation& operation) {
    renewContent(context_, chain, operation);
    const bool isNew = chain.executed > 0 && context_.content != nullptr;
    if (ring_ && isNew) ring_->copyNow(CopyDirection::ToDevice, operation.data, operation.length);
}

void GpuCopyEngine::startCopy(Slot& slot, const Operation& operation, size_t bytes) {
    const bool reads = operation.kind == OperationKind::Read;
    ring_->start(slot.part.slot, reads ? CopyDirection::ToDevice : CopyDirection::ToHost, operation.data, bytes);
}

void GpuCopyEngine::queue(Slot& slot) {
    Chain& chain = *slot.chain;
    slot.part.operations = chain.operations + chain.executed;
    slot.part.count = 1;
    slot.part.item = chain.item;
    slot.part.descriptor = chain.descriptor;
    slot.part.path = chain.path;
    slot.part.pathBytes = chain.pathBytes;
    queued_.push_back(&slot.part);
}

/// False where storage has got nothing new.
bool GpuCopyEngine::handOver() {
    if (ring_) ring_->endGroup();
    if (queued_.empty()) return false;
    inner_->submit(queued_);
    insideInner_ += queued_.size();
    queued_.clear();
    return true;
}

void GpuCopyEngine::settlePart(Slot& slot) {
    Chain& chain = *slot.chain;
    Operation& operation = chain.operations[chain.executed];
    chain.descriptor = slot.part.descriptor;
    if (ring_ && operation.kind == OperationKind::Write) operation.startedAt = slot.startedAt;
    if (operation.result < 0) {
        ++chain.executed;
        return finish(chain);
    }
    const bool copyNext = ring_ && operation.kind == OperationKind::Read && operation.result > 0;
    if (copyNext) startCopy(slot, operation, static_cast<size_t>(operation.result));
    else complete(slot, operation);
}

void GpuCopyEngine::settleCopy(Slot& slot) {
    Chain& chain = *slot.chain;
    Operation& operation = chain.operations[chain.executed];
    if (inner_ && operation.kind == OperationKind::Write) return queue(slot);
    operation.finishedAt = now_;
    if (!inner_) {
        operation.startedAt = slot.startedAt;
        operation.result = bytesAskedFor(operation);
    }
    complete(slot, operation);
}

void GpuCopyEngine::complete(Slot& slot, const Operation& operation) {
    const auto bytes = static_cast<uint64_t>(operation.result);
    if (operation.kind == OperationKind::Read) {
        ++counters_.reads;
        counters_.readBytes += bytes;
    } else if (operation.kind == OperationKind::Write) {
        ++counters_.writes;
        counters_.writeBytes += bytes;
    }
    ++slot.chain->executed;
    advance(slot);
}

void GpuCopyEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        chain->executed = 0;
        Slot& slot = slots_[chain->slot];
        slot.chain = chain;
        advance(slot);
    }
    handOver();
}

/// Of copies that are done; they share a reading of the clock.
void GpuCopyEngine::takeCopies() {
    const uint32_t done = ring_ ? ring_->done() : 0;
    if (done == 0) return;
    now_ = context_.clock.now();
    for (uint32_t taken = 0; taken < done; ++taken) settleCopy(slots_[ring_->takeOldest()]);
    handOver();
}

/// What has been read begins its copy, and what comes next in its chain is handed over at once.
void GpuCopyEngine::takeParts(uint32_t atLeast, uint64_t deadline) {
    if (insideInner_ == 0) return;
    do {
        const auto parts = inner_->reap(std::exchange(atLeast, 0), deadline);
        insideInner_ -= parts.size();
        now_ = std::max(now_, inner_->now());
        for (const Chain* part : parts) settlePart(slots_[part->slot]);
    } while (handOver());
}

/// While copies are under way, theirs is the shorter wait: storage goes on meanwhile.
void GpuCopyEngine::waitForMore(uint64_t deadline) {
    if (!ring_ || ring_->pending() == 0) return takeParts(1, deadline);
    if (!sleeps_) {
        // With more workers than processors, somebody else may have to run for the copy to end.
        if (++looks_ % looksBeforeYield == 0) sched_yield();
        return;
    }
    if (deadline == noDeadline) ring_->waitForOldest();
    else nap(std::min(napNs, deadline - now_));
}

std::span<Chain* const> GpuCopyEngine::reap(uint32_t atLeast, uint64_t deadline) {
    for (;;) {
        takeCopies();
        takeParts(0, noDeadline);
        if (finishedCount_ >= atLeast || isIdle()) break;
        if (deadline != noDeadline && (now_ = context_.clock.now()) >= deadline) break;
        waitForMore(deadline);
    }
    return {finished_.data(), std::exchange(finishedCount_, 0)};
}

int32_t GpuCopyEngine::sync(uint32_t file) { return inner_ ? inner_->sync(file) : 0; }

void GpuCopyEngine::upload(const Chain& chain, size_t bytes) {
    if (ring_) ring_->copyNow(CopyDirection::ToDevice, bufferOf(chain), bytes);
}

void GpuCopyEngine::download(const Chain& chain, size_t bytes) {
    if (ring_) ring_->copyNow(CopyDirection::ToHost, bufferOf(chain), bytes);
}

std::unique_ptr<Engine> makeGpuCopyEngine(const EngineContext& context) {
    return std::make_unique<GpuCopyEngine>(context);
}

}  // namespace ioproof
