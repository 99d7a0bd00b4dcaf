// The loaders of PyTorch and tf.data as small machines that read at once whatever they may: queues, buffers and
// iterators in place of the formulas.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace ioproof {

/// One item as a machine has loaded it.
struct Loaded {
    /// Place in the list of the rank: of `torch` among its samples, else of the file and in it.
    uint64_t file;
    uint64_t within;
    /// Batch of the rank that it was loaded for.
    uint64_t batch;
    /// Steps that had begun by then.
    uint64_t begun;
};

/// Of each reader, in its order.
using LoadedByReader = std::vector<std::vector<Loaded>>;

/// DataLoader over a list of samples: the batches of a sampler are sent to the workers in turn, `ahead` to each at
/// first.
inline LoadedByReader restatedTorch(uint64_t samples, uint64_t batchSize, uint32_t readers, uint64_t ahead) {
    LoadedByReader loaded(readers);
    uint64_t sampler = 0;
    uint64_t sent = 0;
    uint64_t begun = 0;
    const auto putIndex = [&] {
        if (sampler + batchSize > samples) return;
        for (uint64_t end = sampler + batchSize; sampler < end; ++sampler)
            loaded[sent % readers].push_back({.file = 0, .within = sampler, .batch = sent, .begun = begun});
        ++sent;
    };
    for (uint64_t task = 0; task < ahead * readers; ++task) putIndex();
    for (begun = 1; begun <= samples / batchSize; ++begun) putIndex();
    return loaded;
}

/// interleave(cycle_length, block_length 1) over files of equal length.
class RestatedInterleave {
public:
    RestatedInterleave(uint64_t files, uint64_t samples, uint32_t cycle)
        : files_(files), samples_(samples), slots_(cycle) {}

    struct Sample {
        uint32_t slot;
        uint64_t file;
        uint64_t within;
    };

    std::optional<Sample> next() {
        for (size_t empty = 0; empty < slots_.size(); ++empty) {
            const uint32_t slot = cycle_;
            cycle_ = (cycle_ + 1) % static_cast<uint32_t>(slots_.size());
            std::optional<Iterator>& open = slots_[slot];
            if (!open && nextFile_ < files_) open = Iterator{.file = nextFile_++, .within = 0};
            if (!open) continue;
            const Sample sample{.slot = slot, .file = open->file, .within = open->within++};
            if (open->within == samples_) open.reset();
            return sample;
        }
        return std::nullopt;
    }

private:
    struct Iterator {
        uint64_t file;
        uint64_t within;
    };
    uint64_t files_;
    uint64_t samples_;
    uint64_t nextFile_ = 0;
    uint32_t cycle_ = 0;
    std::vector<std::optional<Iterator>> slots_;
};

/// interleave → shuffle → shard → batch → map with one call → prefetch.
class RestatedTf {
public:
    RestatedTf(RestatedInterleave files, uint32_t readers, uint64_t buffer, uint64_t shards, uint64_t shard,
               uint64_t batchSize)
        : loaded(readers), files_(files), buffer_(buffer), shards_(shards), shard_(shard), batchSize_(batchSize) {}

    LoadedByReader loaded;

    /// Takes as many batches as there are, and begins a step with each.
    void run(uint64_t prefetch) {
        fillUp(prefetch);
        while (mapped_ + prefetched_ > 0) {
            --(prefetched_ > 0 ? prefetched_ : mapped_);
            ++begun_;
            fillUp(prefetch);
        }
    }
    uint64_t batches() const { return begun_; }

private:
    void fillUp(uint64_t prefetch) {
        for (bool moved = true; moved;) {
            moved = false;
            if (mapped_ == 0 && makeBatch()) moved = ++mapped_ > 0;
            if (mapped_ > 0 && prefetched_ < prefetch) {
                --mapped_;
                moved = ++prefetched_ > 0;
            }
        }
    }
    bool makeBatch() {
        for (uint64_t sample = 0; sample < batchSize_; ++sample)
            if (!nextOfShard()) return false;
        ++batch_;
        return true;
    }
    bool nextOfShard() {
        for (; leftBuffer_ % shards_ != shard_; ++leftBuffer_)
            if (!leaveBuffer()) return false;
        ++leftBuffer_;
        return leaveBuffer();
    }
    bool leaveBuffer() {
        while (held_ < buffer_) {
            const auto sample = files_.next();
            if (!sample) break;
            loaded[sample->slot].push_back(
                {.file = sample->file, .within = sample->within, .batch = batch_, .begun = begun_});
            ++held_;
        }
        if (held_ == 0) return false;
        --held_;
        return true;
    }

    RestatedInterleave files_;
    uint64_t buffer_;
    uint64_t shards_;
    uint64_t shard_;
    uint64_t batchSize_;
    uint64_t held_ = 0;
    uint64_t leftBuffer_ = 0;
    uint64_t batch_ = 0;
    uint64_t mapped_ = 0;
    uint64_t prefetched_ = 0;
    uint64_t begun_ = 0;
};

/// A worker of an iterable data set: its files' items in a row, a window of them ahead, batches from a running sum.
class RestatedStreamWorker {
public:
    struct Item {
        uint64_t file;
        uint64_t within;
        uint64_t samples;
    };

    std::vector<Item> queue;
    std::vector<Loaded> loaded;
    uint64_t window = 0;
    uint64_t batchSize = 0;

    /// The next batch, or false at the end.
    bool produce(uint64_t begun) {
        if (produced_ == 0 && consumed_ == 0) submitUntil(window, begun);
        while (held_ < batchSize) {
            if (consumed_ == queue.size()) return false;
            submitUntil(consumed_ + window + 1, begun);
            needed_.push_back(produced_);
            held_ += queue[consumed_++].samples;
        }
        held_ -= batchSize;
        ++produced_;
        return true;
    }
    uint64_t produced() const { return produced_; }
    /// Own batch that waited for the item first; what no batch waited for is not in it.
    const std::vector<uint64_t>& needed() const { return needed_; }

private:
    void submitUntil(uint64_t end, uint64_t begun) {
        for (; loaded.size() < std::min<uint64_t>(end, queue.size());)
            loaded.push_back(
                {.file = queue[loaded.size()].file, .within = queue[loaded.size()].within, .batch = 0, .begun = begun});
    }

    uint64_t consumed_ = 0;
    uint64_t held_ = 0;
    uint64_t produced_ = 0;
    std::vector<uint64_t> needed_;
};

/// DataLoader over workers that build batches themselves: it takes them in turn and leaves out who has no more. Sets
/// the batch of each loaded item to the step that took the worker's batch.
inline uint64_t restatedStream(std::vector<RestatedStreamWorker>& workers, uint64_t ahead) {
    std::vector<std::vector<uint64_t>> steps(workers.size());
    const auto work = [&](uint64_t begun) {
        for (size_t index = 0; index < workers.size(); ++index)
            while (workers[index].produced() < steps[index].size() + ahead)
                if (!workers[index].produce(begun)) break;
    };
    work(0);
    uint64_t begun = 0;
    for (bool any = true; any;) {
        any = false;
        for (size_t index = 0; index < workers.size(); ++index) {
            if (workers[index].produced() == steps[index].size()) continue;
            any = true;
            steps[index].push_back(begun++);
            work(begun);
        }
    }
    for (size_t index = 0; index < workers.size(); ++index)
        for (size_t item = 0; item < workers[index].loaded.size(); ++item) {
            const auto& needed = workers[index].needed();
            const bool used = item < needed.size() && needed[item] < steps[index].size();
            workers[index].loaded[item].batch = used ? steps[index][needed[item]] : UINT64_MAX;
        }
    return begun;
}

}  // namespace ioproof
