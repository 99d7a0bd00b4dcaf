// The worker's part of making durable what was written: the files of kind block, or the file system once for all.
#include <algorithm>
#include <thread>

#include "core/io_error.h"
#include "core/page_cache.h"
#include "job/worker.h"

namespace ioproof {

void Worker::syncAtEnd() {
    if (job_.spec.kind == JobKind::Files) {
        // What is still in flight elsewhere would not be synced.
        if (isLastAtWork() && job_.engine != EngineKind::Null && !firstError_) syncFileSystem();
    } else if (!job_.files.empty()) {
        awaitOthers();
        if (!firstError_) syncFiles();
    }
}

/// This worker will neither issue an operation nor wait for one any more.
bool Worker::isLastAtWork() {
    busy_ = false;
    return job_.busy.fetch_sub(1, std::memory_order_acq_rel) == 1;
}

/// A file is synced by one worker but may be written by all: what is still in flight would not be synced.
void Worker::awaitOthers() {
    isLastAtWork();
    while (job_.busy.load(std::memory_order_acquire) > 0) std::this_thread::sleep_for(waitsForOthers);
}

/// Each worker syncs the files that carry its index, so that all are synced once, side by side.
void Worker::syncFiles() {
    for (size_t file = index_; file < job_.files.size(); file += job_.spec.workers) {
        Operation operation{.kind = OperationKind::Fsync, .file = static_cast<int32_t>(file)};
        operation.startedAt = job_.clock.now();
        operation.result = engine_->sync(static_cast<uint32_t>(file));
        operation.finishedAt = job_.clock.now();
        endedAt_ = std::max(endedAt_, operation.finishedAt);
        recorder_.advance(operation.finishedAt);
        if (operation.result < 0) {
            recorder_.failure(operation.kind);
            fail(slots_->chain(0), operation);
        } else {
            recordOperation(operation);
        }
    }
}

void Worker::syncFileSystem() {
    Operation operation{.kind = OperationKind::Fsync};
    operation.startedAt = job_.clock.now();
    std::optional<IoFailure> failure;
    try {
        syncFileSystemOf(job_.spec.root);
    } catch (const IoError& failed) {
        failure = failed.failure();
    }
    operation.finishedAt = syncedAt_ = job_.clock.now();
    recorder_.advance(operation.finishedAt);
    if (failure) {
        recorder_.failure(operation.kind);
        failure->worker = index_;
        fail(*failure);
    } else {
        recordOperation(operation);
    }
    publish(0);
}

}  // namespace ioproof
