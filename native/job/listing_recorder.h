// The entries of a listing that goes on: each is recorded and shown when it has been looked at.
#pragma once

#include <atomic>
#include <cstdint>

#include "engines/directory_listing.h"
#include "job/recorder.h"

namespace ioproof {

/// One serves one worker, on its thread.
class ListingRecorder final : public EntryObserver {
public:
    /// `operations` counts what the worker has done, `shown` shows it to others; a listing goes on until `endAt`. All
    /// must outlive it.
    ListingRecorder(Recorder& recorder, const std::atomic<bool>& stop, const uint64_t& endAt, uint64_t& operations,
                    std::atomic<uint64_t>& shown)
        : recorder_(recorder), stop_(stop), endAt_(endAt), operations_(operations), shown_(shown) {}

    bool looked(uint64_t startedAt, uint64_t finishedAt, Answer answer) override {
        recorder_.advance(finishedAt);
        if (recorder_.measuring(finishedAt)) {
            recorder_.success(OperationKind::Statx, finishedAt - startedAt, 0, false);
            if (answer == Answer::Missing) recorder_.missing(OperationKind::List);
            ++operations_;
        }
        shown_.store(operations_, std::memory_order_relaxed);
        return finishedAt < endAt_ && !stop_.load(std::memory_order_relaxed);
    }

private:
    Recorder& recorder_;
    const std::atomic<bool>& stop_;
    const uint64_t& endAt_;
    uint64_t& operations_;
    std::atomic<uint64_t>& shown_;
};

}  // namespace ioproof
