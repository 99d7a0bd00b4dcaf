// Runs each chain to its end inside submit(), with a clock reading on both sides of every call.
#include "engines/cufile_sync_engine.h"

#include <cerrno>

namespace ioproof {

int32_t CufileSyncEngine::transfer(const Chain& chain, const Operation& operation) {
    const cufile::Handle handle = handleOf(chain, operation);
    const auto offset = static_cast<off_t>(operation.offset);
    const off_t place = buffers_.offsetOf(operation.data);
    ssize_t moved;
    do {
        moved = operation.kind == OperationKind::Read
                    ? cufile_->cuFileRead(handle, buffers_.base(), operation.length, offset, place)
                    : cufile_->cuFileWrite(handle, buffers_.base(), operation.length, offset, place);
    } while (moved == -1 && errno == EINTR);
    return cufileOutcome(moved, errno);
}

void CufileSyncEngine::run(Chain& chain) {
    chain.executed = 0;
    while (Operation* const operation = nextTransfer(chain)) {
        operation->startedAt = context_.clock.now();
        const int32_t result = transfer(chain, *operation);
        operation->finishedAt = now_ = context_.clock.now();
        if (!endTransfer(chain, result)) return;
    }
}

void CufileSyncEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        run(*chain);
        finish(*chain);
    }
}

std::span<Chain* const> CufileSyncEngine::reap(uint32_t /* atLeast */, uint64_t /* deadline */) {
    return takeFinished();
}

}  // namespace ioproof
