// io_setup, io_submit, io_getevents; batches in both directions.
#include "engines/aio_engine.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io_error.h"
#include "engines/blocking_operation.h"

namespace ioproof {
namespace {

int setUp(unsigned entries, aio_context_t* context) {
    return syscall(SYS_io_setup, entries, context) == 0 ? 0 : -errno;
}

std::string explain(int error) {
    std::string text = "io_setup failed with " + errnoName(-error);
    if (error == -EAGAIN) text += ": the events of all processes exceed sysctl fs.aio-max-nr";
    if (error == -ENOSYS) text += ": this kernel has no native AIO";
    if (error == -EPERM) text += ": a seccomp filter forbids it";
    return text;
}

}  // namespace

std::string AioEngine::refusal() {
    aio_context_t context = 0;
    const int status = setUp(1, &context);
    if (status != 0) return explain(status);
    syscall(SYS_io_destroy, context);
    return {};
}

AioEngine::AioEngine(const EngineContext& context)
    : context_(context),
      control_(context.queueDepth),
      chains_(context.queueDepth),
      events_(context.queueDepth),
      finished_(context.queueDepth) {
    queued_.reserve(context.queueDepth);
    const int status = setUp(context.queueDepth, &aio_);
    if (status != 0) throw JobError("AIO_REFUSED", explain(status));
}

AioEngine::~AioEngine() {
    if (aio_ != 0) syscall(SYS_io_destroy, aio_);
}

void AioEngine::queue(Chain& chain, Operation& operation) {
    renewContent(context_, chain, operation);
    iocb& control = control_[chain.slot];
    control = {};
    control.aio_data = chain.slot;
    control.aio_lio_opcode = operation.kind == OperationKind::Read ? IOCB_CMD_PREAD : IOCB_CMD_PWRITE;
    control.aio_fildes = static_cast<uint32_t>(descriptorOf(context_, chain, operation));
    control.aio_buf = reinterpret_cast<uint64_t>(operation.data);
    control.aio_nbytes = operation.length;
    control.aio_offset = static_cast<int64_t>(operation.offset);
    chains_[chain.slot] = &chain;
    queued_.push_back(&control);
}

/// Runs the chain's plain calls and stops at its next read or write, or at its end.
void AioEngine::advance(Chain& chain) {
    while (chain.executed < chain.count) {
        Operation& operation = chain.operations[chain.executed];
        if (isTransfer(operation.kind)) return queue(chain, operation);
        operation.startedAt = context_.clock.now();
        executeBlocking(context_, chain, operation);
        operation.finishedAt = now_ = context_.clock.now();
        ++chain.executed;
        if (operation.result < 0) {
            abandonDescriptor(chain);
            break;
        }
    }
    finish(chain);
}

void AioEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        chain->executed = 0;
        advance(*chain);
    }
    flush();
}

void AioEngine::flush() {
    if (queued_.empty()) return;
    const uint64_t start = context_.clock.now();
    for (const iocb* control : queued_) {
        Chain& chain = *chains_[control->aio_data];
        chain.operations[chain.executed].startedAt = start;
    }
    size_t done = 0;
    while (done < queued_.size()) {
        const long taken =
            syscall(SYS_io_submit, aio_, static_cast<long>(queued_.size() - done), queued_.data() + done);
        if (taken > 0) {
            done += static_cast<size_t>(taken);
            inKernel_ += static_cast<size_t>(taken);
        } else if (taken < 0 && errno != EAGAIN && errno != EINTR) {
            // The first of the rest is refused (bad alignment, say): it is this operation's failure, not the batch's.
            Chain& chain = *chains_[queued_[done]->aio_data];
            Operation& operation = chain.operations[chain.executed++];
            operation.result = -errno;
            operation.finishedAt = now_ = context_.clock.now();
            abandonDescriptor(chain);
            finish(chain);
            ++done;
        }
    }
    queued_.clear();
}

/// Returns the number of events; fewer than asked for once the deadline is over.
long AioEngine::collect(uint32_t atLeast, uint64_t deadline) {
    long got;
    do {
        timespec patience{};
        if (deadline != noDeadline) patience = context_.clock.remainingUntil(deadline);
        got = syscall(SYS_io_getevents, aio_, static_cast<long>(atLeast), static_cast<long>(events_.size()),
                      events_.data(), deadline == noDeadline ? nullptr : &patience);
    } while (got < 0 && errno == EINTR);
    now_ = context_.clock.now();
    for (long index = 0; index < got; ++index) {
        const io_event& event = events_[static_cast<size_t>(index)];
        Chain& chain = *chains_[event.data];
        Operation& operation = chain.operations[chain.executed++];
        operation.result = static_cast<int32_t>(event.res);
        operation.finishedAt = now_;
        --inKernel_;
        if (operation.result < 0) {
            abandonDescriptor(chain);
            finish(chain);
        } else {
            advance(chain);
        }
    }
    flush();
    return got;
}

std::span<Chain* const> AioEngine::reap(uint32_t atLeast, uint64_t deadline) {
    do {
        if (inKernel_ == 0) break;
        // A chain may go on with its next piece, so that a wait for one event may have to be repeated.
        const size_t missing = finishedCount_ < atLeast ? atLeast - finishedCount_ : 0;
        const auto wanted = static_cast<uint32_t>(std::min(missing, inKernel_));
        if (collect(wanted, deadline) < static_cast<long>(wanted) && now_ >= deadline) break;
    } while (finishedCount_ < atLeast);
    return {finished_.data(), std::exchange(finishedCount_, 0)};
}

int32_t AioEngine::sync(uint32_t file) { return syncDescriptor(context_.files[file]); }

}  // namespace ioproof
