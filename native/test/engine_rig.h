// An engine without a job around it: slots, buffers and open files, as a worker gives them to it.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/aligned_buffer.h"
#include "core/chain_names.h"
#include "core/io_error.h"
#include "engines/engine_registry.h"
#include "test/file_content.h"
#include "test/job_specs.h"

namespace ioproof {

/// Why this kernel refuses the engine; empty when it does not.
inline std::string refusalOf(EngineKind kind) {
    try {
        chooseEngine(kind);
        return {};
    } catch (const JobError& error) {
        return error.what();
    }
}

/// The spec of a block job that does both, for an engine that is driven by hand.
inline JobSpec engineSpec(EngineKind kind, uint32_t queueDepth) {
    JobSpec spec = blockSpec();
    spec.engine = kind;
    spec.queueDepth = queueDepth;
    spec.readPercent = 50;
    return spec;
}

/// The same for chains that open their file themselves.
inline JobSpec engineSpec(EngineKind kind, uint32_t queueDepth, std::vector<OperationKind> operations) {
    JobSpec spec = filesSpec();
    spec.engine = kind;
    spec.queueDepth = queueDepth;
    spec.operations = std::move(operations);
    return spec;
}

class EngineRig {
public:
    /// `slotBytes`: memory of a slot, at least a block. `gpu`: of engines that need one, its device current.
    EngineRig(JobSpec spec, std::vector<int> files, int openFlags = O_RDONLY | O_CLOEXEC, size_t slotBytes = 0,
              GpuSession* gpu = nullptr, BlockContent* content = nullptr)
        : spec_(std::move(spec)),
          files_(std::move(files)),
          slotBytes_(std::max<size_t>(slotBytes, spec_.blockSize)),
          stride_((slotBytes_ + 4095) / 4096 * 4096),
          buffers_(stride_ * spec_.queueDepth, false, -1),
          operations_(spec_.queueDepth, std::vector<Operation>(spec_.operationsPerChain())),
          paths_(spec_.queueDepth, std::vector<char>(pathBytes * spec_.pathsPerChain())),
          chains_(spec_.queueDepth),
          engine_(makeEngine(spec_.engine, {.spec = spec_,
                                            .clock = Clock::instance(),
                                            .queueDepth = spec_.queueDepth,
                                            .files = files_,
                                            .buffers = buffers_.data(),
                                            .bufferBytes = slotBytes_,
                                            .bufferStride = stride_,
                                            .openFlags = openFlags,
                                            .content = content,
                                            .gpu = gpu})) {
        for (uint32_t slot = 0; slot < spec_.queueDepth; ++slot) {
            chains_[slot] = {.operations = operations_[slot].data(),
                             .slot = slot,
                             .path = paths_[slot].data(),
                             .pathBytes = pathBytes};
            for (auto& operation : operations_[slot]) operation.data = buffers_.data() + slot * stride_;
        }
    }

    Engine& engine() { return *engine_; }
    Chain& chain(uint32_t slot) { return chains_[slot]; }
    const JobSpec& spec() const { return spec_; }

    /// Keeps the queue full: `next` describes a chain in a free slot or returns false when there is none left; every
    /// finished chain is handed to `done`. Waits for `completeBatch` at once, as a worker does.
    template <typename Next, typename Done>
    void drive(Next next, Done done, uint32_t completeBatch = 1) {
        std::vector<Chain*> free;
        for (auto& chain : chains_) free.push_back(&chain);
        size_t inside = 0;
        for (bool more = true; more || inside > 0;) {
            std::vector<Chain*> batch;
            while (more && !free.empty() && (more = next(*free.back()))) {
                batch.push_back(free.back());
                free.pop_back();
            }
            if (!batch.empty()) engine_->submit(batch);
            inside += batch.size();
            if (inside == 0) break;
            const auto wanted = std::min<uint32_t>(completeBatch, static_cast<uint32_t>(inside));
            const auto finished = engine_->reap(wanted, noDeadline);
            ASSERT_GE(finished.size(), wanted);
            ASSERT_LE(finished.size(), inside);
            for (Chain* chain : finished) {
                done(*chain);
                free.push_back(chain);
                --inside;
            }
        }
        EXPECT_TRUE(engine_->reap(0, noDeadline).empty());
    }

    /// One chain of one operation, from slot 0; returns its result.
    int32_t run(OperationKind kind, int32_t file, uint64_t offset, uint32_t length) {
        place(chains_[0], kind, file, offset, length);
        Chain* const only[] = {&chains_[0]};
        engine_->submit(only);
        EXPECT_EQ(engine_->reap(1, noDeadline).size(), 1u);
        return chains_[0].operations[0].result;
    }

    static void place(Chain& chain, OperationKind kind, int32_t file, uint64_t offset, uint32_t length) {
        chain.count = 1;
        Operation& operation = chain.operations[0];
        operation.kind = kind;
        operation.file = file;
        operation.offset = offset;
        operation.length = length;
        operation.result = INT32_MIN;
    }

private:
    static constexpr uint32_t pathBytes = 4096;

    const JobSpec spec_;
    const std::vector<int> files_;
    const size_t slotBytes_;
    const size_t stride_;
    AlignedBuffer buffers_;
    std::vector<std::vector<Operation>> operations_;
    std::vector<std::vector<char>> paths_;
    std::vector<Chain> chains_;
    std::unique_ptr<Engine> engine_;
};

/// Parameter of tests that run with every engine and several depths.
struct EngineCase {
    EngineKind kind;
    uint32_t queueDepth;
    /// Chains of operations are linked; of io_uring only.
    bool linked = false;
};

inline std::ostream& operator<<(std::ostream& out, const EngineCase& one) {
    return out << nameOf(one.kind) << " at depth " << one.queueDepth;
}

inline std::string engineCaseName(const testing::TestParamInfo<EngineCase>& info) {
    const std::string links = info.param.linked ? "Linked" : "";
    return std::string(nameOf(info.param.kind)) + links + "AtDepth" + std::to_string(info.param.queueDepth);
}

/// Engines that move data between files and memory.
inline std::vector<EngineCase> storageEngines() {
    return {{EngineKind::Sync, 1},     {EngineKind::Mmap, 1},   {EngineKind::IoUring, 1}, {EngineKind::IoUring, 7},
            {EngineKind::IoUring, 64}, {EngineKind::Libaio, 1}, {EngineKind::Libaio, 7},  {EngineKind::Libaio, 64}};
}

inline std::vector<EngineCase> without(EngineKind kind, std::vector<EngineCase> cases) {
    std::erase_if(cases, [kind](const EngineCase& one) { return one.kind == kind; });
    return cases;
}

/// Those of them that make a system call for each operation, and so can open files themselves.
inline std::vector<EngineCase> callingEngines() { return without(EngineKind::Mmap, storageEngines()); }

/// The same, and once more with linked chains where there is a ring.
inline std::vector<EngineCase> chainEngines() {
    std::vector<EngineCase> cases = callingEngines();
    for (const uint32_t depth : {1u, 7u, 64u}) cases.push_back({EngineKind::IoUring, depth, true});
    return cases;
}

/// Each operation moved what it was to, one after the other.
inline void expectAllSucceeded(const Chain& chain) {
    ASSERT_EQ(chain.executed, chain.count);
    for (uint32_t index = 0; index < chain.count; ++index) {
        const Operation& operation = chain.operations[index];
        EXPECT_EQ(operation.result, static_cast<int32_t>(operation.length)) << nameOf(operation.kind);
        EXPECT_LE(operation.startedAt, operation.finishedAt);
        if (index == 0) continue;
        EXPECT_GE(operation.startedAt, chain.operations[index - 1].finishedAt);
    }
}

/// Fixture of such tests.
class EngineTest : public testing::TestWithParam<EngineCase> {
protected:
    void SetUp() override {
        const std::string refusal = refusalOf(GetParam().kind);
        if (!refusal.empty()) GTEST_SKIP() << refusal;
    }
};

}  // namespace ioproof
