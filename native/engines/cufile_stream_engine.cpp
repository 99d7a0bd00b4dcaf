// A transfer has ended when the event behind it on its stream has.
#include "engines/cufile_stream_engine.h"

#include <algorithm>
#include <cerrno>

#include "core/io_error.h"

namespace ioproof {
namespace {

/// From here on a wait sleeps; the wake-up would be a good part of the time of a smaller transfer.
constexpr uint64_t sleepsFromBytes = 64 * 1024;
constexpr timespec look = {.tv_sec = 0, .tv_nsec = 20'000};
constexpr uint64_t pageBytes = 4096;
/// Of the flags of a stream: every offset and size is a multiple of a page.
constexpr unsigned pagesOnly = 8;

/// Files whose size is no multiple of a page end in a transfer that is none either.
bool movesPagesOnly(const JobSpec& spec) {
    const bool sameSizes = spec.fileSizes.form == SizeForm::Fixed && spec.packing == Packing::None;
    return spec.blockSize % pageBytes == 0 && sameSizes && spec.fileSize % pageBytes == 0;
}

}  // namespace

CufileStreamEngine::CufileStreamEngine(const EngineContext& context)
    : CufileEngine(context), cuda_(context.gpu->cuda()) {
    if (!context.gpu->hasStream())
        throw JobError("CUFILE_TOO_OLD", "cufileMode stream: " + cufile_.path() + " has no transfers on streams");
    slots_.reserve(context.queueDepth);
    inside_.reserve(context.queueDepth);
    ended_.reserve(context.queueDepth);
    for (uint32_t slot = 0; slot < context.queueDepth; ++slot)
        slots_.emplace_back(cuda_, context.spec.blockSize >= sleepsFromBytes);
    registerStreams();
}

/// A refusal costs time in each transfer and nothing else.
void CufileStreamEngine::registerStreams() {
    const unsigned fixed =
        movesPagesOnly(context_.spec) ? cufile::fixedAndAligned : cufile::fixedAndAligned & ~pagesOnly;
    try {
        for (Slot& slot : slots_) {
            CufileLibrary::require(cufile_->cuFileStreamRegister(slot.stream.get(), fixed), "cuFileStreamRegister");
            slot.registered = true;
        }
        features_.emplace_back("registered-streams");
    } catch (const JobError& error) {
        refused_.push_back({"registerStreams", error.what()});
    }
}

CufileStreamEngine::~CufileStreamEngine() {
    useDevice();
    for (const Slot& slot : slots_) {
        cuda_->cuStreamSynchronize(slot.stream.get());
        if (slot.registered) cufile_->cuFileStreamDeregister(slot.stream.get());
    }
}

int32_t CufileStreamEngine::start(Slot& slot, const Operation& operation) {
    slot.bytes = operation.length;
    slot.fileOffset = static_cast<off_t>(operation.offset);
    slot.bufferOffset = buffers_.offsetOf(operation.data);
    slot.done = -1;
    const auto move = operation.kind == OperationKind::Read ? cufile_->cuFileReadAsync : cufile_->cuFileWriteAsync;
    const cufile::Error error = move(handleOf(*slot.chain, operation), buffers_.base(), &slot.bytes, &slot.fileOffset,
                                     &slot.bufferOffset, &slot.done, slot.stream.get());
    if (error.code != 0) return error.code > 0 ? -error.code : error.code;
    cuda_.require(cuda_->cuEventRecord(slot.ended.get(), slot.stream.get()), "cuEventRecord");
    return 0;
}

/// Stops at the chain's next transfer that has started, or at its end.
void CufileStreamEngine::advance(Chain& chain) {
    Slot& slot = slots_[chain.slot];
    slot.chain = &chain;
    if (Operation* const operation = nextTransfer(chain)) {
        operation->startedAt = context_.clock.now();
        const int32_t started = start(slot, *operation);
        if (started == 0) return inside_.push_back(&slot);
        operation->finishedAt = now_ = context_.clock.now();
        endTransfer(chain, started);
    }
    finish(chain);
}

void CufileStreamEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        chain->executed = 0;
        advance(*chain);
    }
}

bool CufileStreamEngine::hasEnded(const Slot& slot) const {
    const cuda::Result state = cuda_->cuEventQuery(slot.ended.get());
    if (state == cuda::notReady) return false;
    cuda_.require(state, "cuEventQuery");
    return true;
}

void CufileStreamEngine::end(Slot& slot) {
    Chain& chain = *slot.chain;
    chain.operations[chain.executed].finishedAt = now_;
    if (endTransfer(chain, cufileOutcome(slot.done, EIO))) advance(chain);
    else finish(chain);
}

/// False where nothing has ended.
bool CufileStreamEngine::harvest() {
    ended_.clear();
    const auto isEnded = [this](Slot* slot) {
        if (!hasEnded(*slot)) return false;
        ended_.push_back(slot);
        return true;
    };
    std::erase_if(inside_, isEnded);
    now_ = context_.clock.now();
    for (Slot* slot : ended_) end(*slot);
    return !ended_.empty();
}

/// Those that ended before it are seen with it. With a deadline, which an event does not know, looks now and then.
void CufileStreamEngine::waitForOldest(uint64_t deadline) {
    if (context_.spec.blockSize < sleepsFromBytes) return;
    if (deadline == noDeadline)
        cuda_.require(cuda_->cuEventSynchronize(inside_.front()->ended.get()), "cuEventSynchronize");
    else clock_nanosleep(CLOCK_MONOTONIC, 0, &look, nullptr);
}

std::span<Chain* const> CufileStreamEngine::reap(uint32_t atLeast, uint64_t deadline) {
    while (!inside_.empty()) {
        const bool any = harvest();
        if (finishedCount() >= atLeast || now_ >= deadline) break;
        if (!any && !inside_.empty()) waitForOldest(deadline);
    }
    return takeFinished();
}

}  // namespace ioproof
