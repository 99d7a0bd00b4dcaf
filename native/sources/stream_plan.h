// The iterable loader of PyTorch: each reader has files of its own and builds whole batches of what is in them.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sources/torch_plan.h"

namespace ioproof {

/// Which step of a rank takes which batch of which reader. Reader w has the files w, w + readers, … of the rank; what
/// does not fill a batch is dropped. Steps take batches from the readers in turn; one that has no more is left out,
/// which happens to those with a file less.
class StreamBatches {
public:
    struct Batch {
        uint32_t reader;
        uint64_t own;
    };

    StreamBatches(uint64_t files, uint64_t samplesPerFile, uint64_t batchSize, uint32_t readers)
        : batchSize_(batchSize),
          readers_(readers),
          withMore_(static_cast<uint32_t>(files % readers)),
          fewest_(files / readers * samplesPerFile / batchSize),
          most_(withMore_ == 0 ? fewest_ : (files / readers + 1) * samplesPerFile / batchSize) {}

    uint64_t batchSize() const { return batchSize_; }
    uint32_t readers() const { return readers_; }
    uint64_t steps() const { return fewest_ * readers_ + (most_ - fewest_) * withMore_; }
    uint64_t stepOf(uint32_t reader, uint64_t own) const {
        return own < fewest_ ? own * readers_ + reader : fewest_ * readers_ + (own - fewest_) * withMore_ + reader;
    }
    Batch batchOf(uint64_t step) const {
        const uint64_t late = fewest_ * readers_;
        if (step < late) return {.reader = static_cast<uint32_t>(step % readers_), .own = step / readers_};
        return {.reader = static_cast<uint32_t>((step - late) % withMore_), .own = fewest_ + (step - late) / withMore_};
    }
    /// Batches of a reader among the first `steps`, which must not be more than there are.
    uint64_t ownBefore(uint32_t reader, uint64_t steps) const {
        const uint64_t early = std::min(steps, fewest_ * readers_);
        const uint64_t late = steps - early;
        const uint64_t own = (early + readers_ - 1 - reader) / readers_;
        return own + (reader < withMore_ ? (late + withMore_ - 1 - reader) / withMore_ : 0);
    }

private:
    uint64_t batchSize_;
    uint32_t readers_;
    /// Readers with a file more: the first ones.
    uint32_t withMore_;
    /// Batches of the other readers, and of these.
    uint64_t fewest_;
    uint64_t most_;
};

/// What a reader of loader `stream` goes through.
struct StreamItems {
    uint64_t samplesPerFile;
    uint64_t itemsPerFile;
    /// Of each item of a file but the last, which may have fewer.
    uint64_t samplesPerItem;

    uint64_t firstSample(uint64_t item) const {
        return item / itemsPerFile * samplesPerFile + item % itemsPerFile * samplesPerItem;
    }
    /// Place of an item of a reader among those of the rank.
    uint64_t indexOf(uint32_t reader, uint32_t readers, uint64_t own) const {
        return (own / itemsPerFile * readers + reader) * itemsPerFile + own % itemsPerFile;
    }
    /// Items that begin before this sample.
    uint64_t before(uint64_t sample) const {
        return sample / samplesPerFile * itemsPerFile + (sample % samplesPerFile + samplesPerItem - 1) / samplesPerItem;
    }
};

/// A reader is told of `ahead` batches, and of one more whenever one of its own is taken. For a batch it waits for the
/// items that are in it, in order; up to `window` items after the one that it waits for are loaded meanwhile.
class StreamPlan {
public:
    StreamPlan(uint64_t steps, const StreamBatches& batches, const StreamItems& items, uint64_t ahead, uint64_t window)
        : steps_(steps),
          batches_(batches),
          items_(items),
          batchSize_(batches.batchSize()),
          ahead_(ahead),
          window_(window) {}

    uint64_t itemsOfReader(uint32_t reader) const {
        return items_.before(batches_.ownBefore(reader, steps_) * batchSize_);
    }
    uint64_t indexOf(uint32_t reader, uint64_t own) const { return items_.indexOf(reader, batches_.readers(), own); }
    uint64_t neededBy(uint32_t reader, uint64_t own) const {
        return batches_.stepOf(reader, items_.firstSample(own) / batchSize_);
    }
    uint64_t releasedBy(uint32_t reader, uint64_t own) const {
        if (own < window_) return atOnce;
        const uint64_t batch = items_.firstSample(own - window_) / batchSize_;
        return batch < ahead_ ? atOnce : batches_.stepOf(reader, batch - ahead_);
    }
    uint64_t itemsNeededBy(uint64_t step) const {
        const uint64_t batch = batches_.batchOf(step).own;
        return items_.before((batch + 1) * batchSize_) - items_.before(batch * batchSize_);
    }
    uint64_t stepsAhead() const {
        const uint64_t batchesOfWindow = (window_ * items_.samplesPerItem + batchSize_ - 1) / batchSize_;
        return (ahead_ + batchesOfWindow) * batches_.readers();
    }

private:
    uint64_t steps_;
    StreamBatches batches_;
    StreamItems items_;
    uint64_t batchSize_;
    uint64_t ahead_;
    uint64_t window_;
};

}  // namespace ioproof
