// The calls of one rank of a checkpoint: which chains may be given now, with which bytes, and what has come of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/aligned_buffer.h"
#include "core/checkpoint_content.h"
#include "core/checkpoint_result.h"
#include "core/job_spec.h"
#include "sources/checkpoint_steps.h"
#include "sources/source.h"

namespace ioproof {

/// What the ranks of a job share.
struct CheckpointContext {
    const CheckpointFiles& files;
    const CheckpointPlan& plan;
    const CheckpointContent& content;
    /// Of the save that goes on, or as its seal tells them of what is loaded.
    CheckpointChecksums& saved;
    /// Of what was read: one for all ranks, or one each where they read the same; empty where nothing is compared.
    std::vector<std::unique_ptr<CheckpointChecksums>>& found;
    /// By number of the file: when a shared one was made, in nanoseconds since the release and one more; 0: not yet.
    std::vector<std::atomic<uint64_t>>& madeAt;
    /// Of this round.
    std::atomic<uint64_t>& bytesDone;
    /// 1 without O_DIRECT.
    uint32_t directUnit;
};

/// Goes over the steps of a round, one after the other; of a run of reads or writes, as many are given as there are
/// chains for. Each chain is one call. Descriptors stay with the source from an open to its close.
class CheckpointSource final : public Source {
public:
    CheckpointSource(const JobSpec& spec, const CheckpointContext& context, uint32_t rank);
    ~CheckpointSource() override;

    /// Once, before the first round: memory of each slot, `stride` bytes from one to the next.
    void useBuffers(std::byte* first, size_t stride, size_t slots);
    /// The open files, for the engine.
    std::span<const int> descriptors() const { return descriptors_; }

    /// Before the release: the list of calls, and the bytes of the first write, for which `next` is going to be given.
    void prepareRound(bool isLoad, uint32_t number, const Chain& next);
    /// `releasedAt`: on the clock of the rank's engine, which tells `startedAt` by now.
    void beginRound(uint64_t releasedAt, uint64_t startedAt);
    bool isLoad() const { return isLoad_; }
    /// All bytes are copied to memory before any of them is written.
    bool copiesFirst() const { return checkpoint_.background && !isLoad_; }
    /// Of a save in the background: copies some MiB more to memory; false once all are there.
    bool copyMore();
    /// The training goes on at this time, while what was copied is written.
    void endStall(uint64_t at);
    /// After the round: what is left to rank 0.
    void beginClosing();

    /// Nothing is left to give and nothing is under way.
    bool isOver() const { return step_ == steps_.size(); }
    /// Chains that fill() would give now.
    bool hasReady() const;
    /// The step opens a file that a rank makes for all; when that was, since the release, once it is there.
    bool opensSharedFile() const { return !isOver() && steps_[step_].awaitsFile; }
    std::optional<uint64_t> fileMadeAt() const;
    /// Nothing can be given before it is there.
    bool awaitsFile() const { return opensSharedFile() && !fileMadeAt(); }

    uint32_t fill(std::span<Chain* const> chains) override;
    bool tracksChains() const override { return true; }
    /// Takes over what has come of a chain; true where it has moved less than it was to and goes on with the rest.
    bool endedOrGoesOn(Chain& chain);
    uint64_t chainsPerPass() const override { return 0; }

    /// Nothing more will be given: closes what is open.
    void abandon();
    /// Of a load that compares: adds the MiB that differ.
    void compare(CheckpointResult& result) const;
    /// Of the round, in nanoseconds since the release.
    const CheckpointRank& times() const { return times_; }
    /// End of its last call, since the release.
    uint64_t lastEndNs() const { return lastAt_ - releasedAt_; }
    /// The round is over for this rank.
    void endRound();

private:
    /// A read or write under way, by slot.
    struct Transfer {
        uint64_t at = 0;
        uint64_t until = 0;
        std::byte* data = nullptr;
    };

    void enterStep();
    void makeFirstWrite(const Chain& next);
    bool isMade(const Transfer& transfer, const Chain& chain);
    void describe(Chain& chain);
    void describeTransfer(Chain& chain, const CheckpointStep& step);
    void setPlace(Operation& operation, const CheckpointStep& step, const Transfer& transfer) const;
    Transfer transferFrom(uint64_t at, const CheckpointStep& step, const Chain& chain) const;
    void fillBytes(const CheckpointStep& step, const Transfer& transfer);
    void takeOver(Chain& chain, const CheckpointStep& step);
    bool transferred(Chain& chain, const CheckpointStep& step);
    void noteSums(const CheckpointStep& step, const Transfer& transfer, uint64_t moved);
    void callEnded(const CheckpointStep& step);
    std::string pathOf(const CheckpointStep& step, bool temporary) const;
    std::byte* copyOf(uint32_t part) const { return copy_->data() + placesInCopy_[part]; }
    CheckpointChecksums* foundSums() const;

    const JobSpec& spec_;
    const CheckpointSpec& checkpoint_;
    const CheckpointContext context_;
    const uint32_t rank_;

    std::byte* buffers_ = nullptr;
    size_t stride_ = 0;
    std::vector<Transfer> transfers_;
    std::vector<int> descriptors_;
    /// Of saves in the background: all bytes of the rank, each part at a multiple of a page; by number of the part.
    std::optional<AlignedBuffer> copy_;
    std::vector<uint64_t> placesInCopy_;

    bool isLoad_ = false;
    uint32_t number_ = 0;
    CheckpointSteps steps_;
    size_t step_ = 0;
    /// Of the step: a read or write that comes next begins there.
    uint64_t at_ = 0;
    bool given_ = false;
    uint32_t busy_ = 0;
    /// The step and slot whose first bytes are there already.
    struct FirstWrite {
        size_t step;
        uint32_t slot;
    };
    std::optional<FirstWrite> made_;
    std::string path_;
    std::string otherPath_;
    size_t copiedParts_ = 0;
    uint64_t copiedBytes_ = 0;
    uint64_t releasedAt_ = 0;
    uint64_t lastAt_ = 0;
    CheckpointRank times_;
};

}  // namespace ioproof
