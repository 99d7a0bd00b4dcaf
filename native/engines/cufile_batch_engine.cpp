// cuFileBatchIOSubmit and cuFileBatchIOGetStatus; entries complete in any order and are known by their cookie.
#include "engines/cufile_batch_engine.h"

#include <algorithm>
#include <cerrno>

#include "core/io_error.h"
#include "engines/cufile_limits.h"

namespace ioproof {
namespace {

/// How long the end of a job that has failed waits for what is still moving to the memory of the GPU.
constexpr uint64_t drainNs = 10'000'000'000;
/// A single wait: cuFile may come back without an event, and is asked again.
constexpr uint64_t waitNs = 1'000'000'000;

/// Of the entry of a slot; none is null.
void* cookieOf(uint32_t slot) { return reinterpret_cast<void*>(uintptr_t{slot} + 1); }

bool hasEnded(const cufile::IoEvent& event) {
    return event.status != cufile::waiting && event.status != cufile::pending;
}

}  // namespace

int32_t resultOf(const cufile::IoEvent& event) {
    const int32_t result = cufileOutcome(static_cast<ssize_t>(event.result), EIO);
    if (event.status == cufile::complete || result < 0) return result;
    if (event.status == cufile::timedOut) return -ETIMEDOUT;
    if (event.status == cufile::cancelled) return -ECANCELED;
    return event.status == cufile::invalid ? -EINVAL : -EIO;
}

CufileBatchEngine::CufileBatchEngine(const EngineContext& context)
    : CufileEngine(context), entries_(context.queueDepth), events_(context.queueDepth) {
    requireBatchFits(context);
    queued_.reserve(context.queueDepth);
    CufileLibrary::require(cufile_->cuFileBatchIOSetUp(&batch_, context.queueDepth),
                           "cuFileBatchIOSetUp of " + std::to_string(context.queueDepth) + " entries");
}

CufileBatchEngine::~CufileBatchEngine() {
    if (batch_ == nullptr) return;
    useDevice();
    try {
        drain();
    } catch (const JobError&) {
        // Nothing will tell any more.
    }
    if (inside_ > 0) cufile_->cuFileBatchIOCancel(batch_);
    cufile_->cuFileBatchIODestroy(batch_);
}

void CufileBatchEngine::drain() {
    const uint64_t until = context_.clock.now() + drainNs;
    while (inside_ > 0 && context_.clock.now() < until) {
        const uint32_t got = collect(inside_, until);
        for (uint32_t index = 0; index < got; ++index) inside_ -= hasEnded(events_[index]);
    }
}

void CufileBatchEngine::queue(Chain& chain, const Operation& operation) {
    entries_[chain.slot].chain = &chain;
    queued_.push_back({.mode = cufile::batchMode,
                       .base = buffers_.base(),
                       .fileOffset = static_cast<off_t>(operation.offset),
                       .baseOffset = buffers_.offsetOf(operation.data),
                       .size = operation.length,
                       .handle = handleOf(chain, operation),
                       .opcode = operation.kind == OperationKind::Read ? cufile::opcodeRead : cufile::opcodeWrite,
                       .cookie = cookieOf(chain.slot)});
}

CufileBatchEngine::Entry& CufileBatchEngine::entryOf(const void* cookie) {
    const uintptr_t slot = reinterpret_cast<uintptr_t>(cookie) - 1;
    if (slot < entries_.size()) return entries_[slot];
    throw JobError("CUFILE_UNKNOWN", "cuFileBatchIOGetStatus tells of an entry that never was in the batch");
}

/// Stops at the chain's next transfer, or at its end.
void CufileBatchEngine::advance(Chain& chain) {
    const Operation* const operation = nextTransfer(chain);
    if (operation != nullptr) queue(chain, *operation);
    else finish(chain);
}

void CufileBatchEngine::end(Chain& chain, int32_t result) {
    chain.operations[chain.executed].finishedAt = now_;
    if (endTransfer(chain, result)) advance(chain);
    else finish(chain);
}

void CufileBatchEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        chain->executed = 0;
        advance(*chain);
    }
    flush();
}

/// All entries are taken, or none.
void CufileBatchEngine::flush() {
    if (queued_.empty()) return;
    const uint64_t start = context_.clock.now();
    for (const auto& parameters : queued_) {
        Entry& entry = entryOf(parameters.cookie);
        entry.chain->operations[entry.chain->executed].startedAt = start;
        entry.inside = true;
    }
    const auto count = static_cast<uint32_t>(queued_.size());
    const cufile::Error error = cufile_->cuFileBatchIOSubmit(batch_, count, queued_.data(), 0);
    inside_ += count;
    if (error.code != 0) {
        now_ = context_.clock.now();
        inside_ -= count;
        for (const auto& parameters : queued_) {
            Entry& entry = entryOf(parameters.cookie);
            entry.inside = false;
            end(*entry.chain, error.code > 0 ? -error.code : error.code);
        }
    }
    queued_.clear();
}

/// Returns the number of events; fewer than asked for once the deadline is over.
uint32_t CufileBatchEngine::collect(uint32_t atLeast, uint64_t deadline) {
    timespec patience{};
    if (atLeast > 0) patience = context_.clock.remainingUntil(std::min(deadline, context_.clock.now() + waitNs));
    unsigned count = static_cast<unsigned>(events_.size());
    CufileLibrary::require(cufile_->cuFileBatchIOGetStatus(batch_, atLeast, &count, events_.data(), &patience),
                           "cuFileBatchIOGetStatus");
    now_ = context_.clock.now();
    return std::min(count, static_cast<unsigned>(events_.size()));
}

void CufileBatchEngine::take(const cufile::IoEvent& event) {
    if (!hasEnded(event)) return;
    Entry& entry = entryOf(event.cookie);
    if (!entry.inside)
        throw JobError("CUFILE_UNKNOWN", "cuFileBatchIOGetStatus tells a second time that an entry has ended");
    entry.inside = false;
    --inside_;
    end(*entry.chain, resultOf(event));
}

std::span<Chain* const> CufileBatchEngine::reap(uint32_t atLeast, uint64_t deadline) {
    do {
        if (inside_ == 0) break;
        // A chain may go on with its next piece, so that a wait for one event may have to be repeated.
        const uint32_t missing = finishedCount() < atLeast ? atLeast - static_cast<uint32_t>(finishedCount()) : 0;
        const uint32_t got = collect(std::min(missing, inside_), deadline);
        for (uint32_t index = 0; index < got; ++index) take(events_[index]);
        flush();
    } while (finishedCount() < atLeast && now_ < deadline);
    return takeFinished();
}

}  // namespace ioproof
