// One thread of a job: takes chains from its source, gives them to its engine, records what comes back.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/block_content.h"
#include "core/job_result.h"
#include "engines/engine.h"
#include "job/chain_slots.h"
#include "job/data_verifier.h"
#include "job/issue_gate.h"
#include "job/listing_recorder.h"
#include "job/recorder.h"
#include "job/stonewall.h"
#include "sources/source.h"

namespace ioproof {

/// What the workers of a job share. Set up before the first worker starts; only the atomic fields change.
struct JobContext {
    const JobSpec& spec;
    const Clock& clock;
    const FileNamespace& names;
    EngineKind engine;
    uint32_t queueDepth;
    std::vector<int> files;
    int openFlags;
    /// Bytes of which reads of kind files ask for multiples.
    uint32_t readUnit;
    std::atomic<bool> stop{false};
    /// Workers that may still issue an operation or wait for one.
    std::atomic<uint32_t> busy{spec.workers};
    Stonewall stonewall{spec.workers};
};

/// Between two looks at what other workers have done.
inline constexpr auto waitsForOthers = std::chrono::microseconds(50);

/// Counters for the live view, written by the worker once a batch, read by anybody.
struct LiveCounters {
    std::atomic<uint64_t> operations{0};
    std::atomic<uint64_t> bytes{0};
    std::atomic<uint64_t> errors{0};
    std::atomic<uint64_t> chains{0};
    /// Of those that were issued, read back after the measured time.
    std::atomic<uint64_t> verified{0};
};

class Worker {
public:
    Worker(JobContext& job, uint32_t index);

    /// On the worker's own thread: pins it, fills the buffers (which makes their pages real and local), opens the
    /// engine.
    void prepare();

    /// On the worker's own thread: runs to the end of the passes or of the runtime. `startAt` is on the job's clock.
    void run(uint64_t startAt);

    /// On the worker's own thread, after run(): reads back what was written and checks it.
    void verifyWritten();

    /// On the worker's own thread, instead of run() or after it has thrown: nobody need wait for this worker.
    void leave();

    const Engine& engine() const { return *engine_; }
    const AlignedBuffer& buffers() const { return slots_->buffers(); }
    Recorder& recorder() { return recorder_; }
    const LiveCounters& live() const { return live_; }
    uint64_t chainsPerPass() const { return source_->chainsPerPass(); }
    /// Null where nothing is stamped or verified.
    const DataVerifier* verifier() const { return verifier_ ? &*verifier_ : nullptr; }

    /// Valid after run(): nanoseconds on the engine's clock.
    uint64_t startedAt() const { return startedAt_; }
    uint64_t measureFrom() const { return measureFrom_; }
    uint64_t endedAt() const { return endedAt_; }
    WorkerResult result() const;
    /// Until this worker had nothing left to do, also not for others: the sync of a whole file system is part of it.
    uint64_t doneNs() const;
    EndReason endReason() const { return endReason_; }
    uint64_t passesGiven() const { return source_->passesGiven(); }
    uint64_t chainsIssued() const { return chainsIssued_; }
    const std::optional<IoFailure>& firstError() const { return firstError_; }
    /// One for each share of a mixture, in their order.
    const std::vector<ShareResult>& shares() const { return shares_; }

private:
    /// At most so many chains.
    void issue(uint64_t most = UINT64_MAX);
    void issueDue(uint64_t most);
    uint32_t issueBatch(uint32_t wanted);
    /// After the stonewall: nothing until all agree, then up to what the worker with most had issued.
    void makeGood();
    /// At the stonewall, and not yet agreed how to go on.
    bool isHeldUp() const { return state_ == State::MakingGood && !job_.stonewall.isAgreed(); }
    bool isEnding() const { return state_ == State::Ending; }
    void waitForNext();
    void reachEnd(uint64_t now);
    void tellStonewall(uint64_t elapsedNs);
    /// Gives the buffers of a batch what its writes need, and takes from them what its reads must bring.
    void fillBuffers(std::span<Chain* const> batch);
    void stampBuffers(std::span<Chain* const> batch);
    /// Until when a paced worker may wait: its next operation, its end, or a look at the stop flag.
    uint64_t waitLimit() const;
    void take(std::span<Chain* const> finished);
    /// True when the chain goes on, as one of `readBacks_`.
    bool verify(Chain& chain);
    void record(const Chain& chain);
    /// False for an operation that failed, which ends the worker, and for one that was stopped half-way.
    bool recordAll(const Chain& chain);
    void recordOperation(const Operation& operation);
    void recordIntended(const Chain& chain);
    void fail(const Chain& chain, const Operation& operation);
    void fail(const IoFailure& failure);
    void publish(size_t chains);
    void syncAtEnd();
    bool isLastAtWork();
    void awaitOthers();
    void syncFiles();
    void syncFileSystem();
    void end(EndReason reason);

    JobContext& job_;
    const uint32_t index_;
    const uint32_t submitBatch_;
    const uint32_t completeBatch_;
    const bool writes_;
    const bool refills_;
    const bool recordsChains_;
    const bool openLoop_;
    const bool checksReads_;
    const bool tracksChains_;
    IssueGate gate_;
    const bool gated_;

    std::optional<ChainSlots> slots_;
    BlockContent content_;
    std::optional<DataVerifier> verifier_;
    std::vector<Chain*> readBacks_;

    std::unique_ptr<Source> source_;
    std::unique_ptr<Engine> engine_;
    Recorder recorder_;
    LiveCounters live_;
    ListingRecorder listing_;
    std::vector<ShareResult> shares_;

    bool busy_ = true;
    enum class State : uint8_t { Issuing, MakingGood, Ending };
    State state_ = State::Issuing;
    bool toldStonewall_ = false;
    EndReason endReason_ = EndReason::Passes;
    uint64_t startedAt_ = 0;
    uint64_t measureFrom_ = 0;
    /// End of the runtime, or the stonewall until that is reached.
    uint64_t endAt_ = UINT64_MAX;
    uint64_t endedAt_ = 0;
    /// End of a sync for all workers; 0: this one has made none.
    uint64_t syncedAt_ = 0;
    uint64_t operationsDone_ = 0;
    uint64_t bytesDone_ = 0;
    uint64_t errors_ = 0;
    uint64_t chainsIssued_ = 0;
    uint64_t chainsDone_ = 0;
    std::optional<IoFailure> firstError_;
};

}  // namespace ioproof
