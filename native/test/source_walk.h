// Asks a source for chains the way a worker does, in batches of slots, and keeps what it gave.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/file_set.h"
#include "sources/source.h"

namespace ioproof {

/// For the names of tests.
inline std::ostream& operator<<(std::ostream& out, Access access) {
    constexpr const char* names[] = {"sequential",  "random", "permutation", "backward", "strided",
                                     "interleaved", "zipf",   "pareto",      "normal",   "zoned"};
    return out << names[static_cast<size_t>(access)];
}

struct GivenChain {
    std::string path;
    std::vector<Operation> operations;
};

class SourceWalk {
public:
    SourceWalk(JobSpec spec, WorkerShare share, size_t batch, uint32_t readUnit = 1)
        : spec_(std::move(spec)),
          names_(namespaceOf(spec_)),
          perChain_(spec_.operationsPerChain()),
          operations_(perChain_ * batch + 1),
          paths_(batch, std::vector<char>(names_.pathCapacity() * spec_.pathsPerChain())),
          chains_(batch),
          source_(makeSource(spec_, names_, share, readUnit)) {
        operations_.back().length = guard;
        for (size_t slot = 0; slot < batch; ++slot) {
            chains_[slot] = {.operations = &operations_[slot * perChain_],
                             .slot = static_cast<uint32_t>(slot),
                             .path = spec_.kind == JobKind::Files ? paths_[slot].data() : nullptr,
                             .pathBytes = static_cast<uint32_t>(names_.pathCapacity())};
            slots_.push_back(&chains_[slot]);
        }
    }

    const FileNamespace& names() const { return names_; }
    bool waitsForDrain() const { return source_->waitsForDrain(); }
    void drained() { source_->drained(); }
    uint64_t chainsPerPass() const { return source_->chainsPerPass(); }

    /// The next batch; fewer chains than a batch means that all passes are done.
    std::vector<GivenChain> next() {
        const uint32_t filled = source_->fill(slots_);
        std::vector<GivenChain> given;
        for (uint32_t slot = 0; slot < filled; ++slot) {
            const Chain& chain = chains_[slot];
            EXPECT_LE(chain.count, perChain_);
            given.push_back({.path = chain.path == nullptr ? "" : chain.path,
                             .operations = {chain.operations, chain.operations + chain.count}});
        }
        EXPECT_EQ(operations_.back().length, guard) << "the source wrote beyond the last slot";
        return given;
    }

    /// Everything up to the end of the passes, at most `limit` chains.
    std::vector<GivenChain> all(size_t limit = SIZE_MAX) {
        std::vector<GivenChain> given;
        while (given.size() < limit) {
            const std::vector<GivenChain> batch = next();
            given.insert(given.end(), batch.begin(), batch.end());
            if (batch.size() < slots_.size()) break;
        }
        return given;
    }

private:
    static constexpr uint32_t guard = 0xdeadbeef;

    const JobSpec spec_;
    const FileNamespace names_;
    const size_t perChain_;
    std::vector<Operation> operations_;
    std::vector<std::vector<char>> paths_;
    std::vector<Chain> chains_;
    std::vector<Chain*> slots_;
    std::unique_ptr<Source> source_;
};

}  // namespace ioproof
