// The readers of one worker: what each of them loads next, and when it may.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "core/histogram.h"
#include "core/wake_bell.h"
#include "sources/sample_load.h"
#include "sources/source.h"
#include "sources/step_timeline.h"

namespace ioproof {

/// What the workers of a job of kind training share.
struct TrainingContext {
    const SampleFiles& files;
    StepTimeline& timeline;
    StepWaiters& waiters;
};

/// Reader g = rank × readThreads + number is served by worker g × workers / readers of all ranks. A reader loads its
/// items in their order, `inFlight` of them at once, each by chains of one transfer; where files are read through, a
/// file stays open from one chain to the next. Nothing is given that may not be loaded yet: then the source waits,
/// until a time that is known, or until the bell rings.
///
/// Times are nanoseconds since the measured time began.
class TrainingSource final : public Source {
public:
    TrainingSource(const JobSpec& spec, const FileNamespace& names, WorkerShare share, uint32_t readUnit,
                   const TrainingContext& context);
    ~TrainingSource() override;

    /// What may be loaded by now. Goes on to the next epoch once that is known and this worker has nothing under way.
    void look(uint64_t now);
    /// After look(): chains that fill() would give.
    bool hasReady() const { return !ready_.empty(); }

    uint32_t fill(std::span<Chain* const> chains) override;
    bool tracksChains() const override { return true; }
    void ended(const Chain& chain) override;
    /// Before ended(): the bytes of the chain were looked at until then; `begin` is where times count from.
    void setTimes(uint64_t begin, uint64_t lookedAtUntil) {
        begin_ = begin;
        lookedAtUntil_ = lookedAtUntil;
    }

    /// The earliest time that is known at which look() has something new, or `unknownTime`.
    uint64_t wakeAt() const { return wakeAt_; }
    /// True where something may become known that wakeAt() does not tell: who sleeps must be woken by the bell.
    bool listens() const { return listens_; }
    /// Must be called before such a sleep; false where something has become known meanwhile.
    bool prepareSleep();
    void endSleep();
    WakeBell& bell() { return bell_; }

    /// All epochs are over, the last of them at wakeAt().
    bool isOver() const { return isOver_; }
    /// A pause comes before the next epoch, once that of wakeAt() is over.
    bool waitsForDrain() const override { return waitsForPause_; }
    void drained() override {}
    /// After the pause.
    void resumeAt(uint64_t at, uint64_t pausedNs);

    uint64_t chainsPerPass() const override { return 0; }

    const Histogram& items() const { return items_; }
    const Histogram& lateness() const { return lateness_; }
    /// Samples that were loaded.
    uint64_t samples() const { return samples_; }

private:
    struct Reader {
        uint32_t lane;
        uint32_t number;
        uint64_t next = 0;
        uint64_t items = 0;
        /// While it reads what comes before the items of a file, none of them is begun.
        bool readsHead = false;
        bool waits = false;
        /// The step that it waits for.
        uint64_t step = 0;
        std::vector<uint32_t> freeLoads;
        /// Of which file it has read what comes before the items: the last one, or by number.
        uint64_t knownFile = UINT64_MAX;
        std::vector<bool> knownFiles;
    };
    /// The readers of one rank.
    struct Lane {
        uint32_t rank;
        uint32_t firstReader;
        uint32_t readers;
        StepWaiters::Waiter* waiter;
        uint32_t waiting = 0;
        /// The earliest known time at which one of them may go on, and the earliest step of those that are not known.
        uint64_t dueAt = unknownTime;
        uint64_t unknownStep = StepWaiters::noStep;
    };
    struct Load {
        uint32_t reader;
        bool isOpen = false;
        /// Where files are read through: not to the end of this one yet.
        bool isInFile = false;
        bool isHead = false;
        /// Something of the item has been read, or asked for.
        bool isBegun = false;
        int descriptor = -1;
        uint64_t file = 0;
        LoadItem item;
        /// Of the reader's items.
        uint64_t index = 0;
        std::vector<FilePart> parts;
        size_t part = 0;
        uint64_t at = 0;
        uint64_t startedAt = 0;
    };

    void makeReaders(WorkerShare share);
    void beginEpoch(StepTimeline::Running epoch);
    void lookAtEnd();
    void lookAt(Lane& lane);
    void rememberWhatIsDue();
    uint64_t startOf(const Reader& reader, uint64_t step) const;
    /// Begins what the reader may load; where it may not, it waits.
    void advance(Reader& reader);
    bool mayLoad(Reader& reader);
    void park(Reader& reader, uint64_t step, uint64_t startAt);
    void beginItem(Reader& reader);
    bool knowsHead(Reader& reader, uint64_t file);
    void makeReady(uint32_t load);
    void describe(Load& load, Chain& chain);
    void takeOver(Load& load, const Chain& chain);
    void goOn(uint32_t number, Load& load, uint64_t doneAt);
    void endItem(uint32_t number, Load& load, uint64_t at);
    void advanceThrough(Reader& reader, uint32_t number);
    void deliver(Load& load, const Chain& chain);
    const EpochPlan& planOf(const Lane& lane) const { return running_.orders->plans[lane.rank]; }

    const TrainingSpec& training_;
    const LoadCalls calls_;
    StepTimeline& timeline_;
    const bool pauses_;
    /// Items of a reader may be in any file.
    const bool remembersFiles_;
    const uint64_t dataFiles_;
    StepTimeline::Running running_;
    WakeBell bell_;

    std::vector<Reader> readers_;
    std::vector<Lane> lanes_;
    std::vector<Load> loads_;
    /// By slot of the chain.
    std::vector<uint32_t> loadOfSlot_;
    std::deque<uint32_t> ready_;
    /// Loads that have a chain, or will have one.
    uint32_t busy_ = 0;

    uint64_t begin_ = 0;
    uint64_t lookedAtUntil_ = 0;
    uint64_t now_ = 0;
    uint64_t revisionSeen_ = UINT64_MAX;
    uint64_t wakeAt_ = 0;
    bool listens_ = false;
    bool isOver_ = false;
    bool waitsForPause_ = false;

    Histogram items_;
    Histogram lateness_;
    uint64_t samples_ = 0;
};

}  // namespace ioproof
