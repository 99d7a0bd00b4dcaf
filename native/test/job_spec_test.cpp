// The last line of defence: every rule of a job spec, at its limit and one step beyond.
#include "core/job_spec.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "core/io_error.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

using Change = std::function<void(JobSpec&)>;

std::string problemOf(JobSpec spec, const Change& change) {
    change(spec);
    try {
        spec.check();
        return {};
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "BAD_SPEC");
        return error.what();
    }
}

TEST(JobSpec, AcceptsWhatIsRight) {
    EXPECT_EQ(problemOf(blockSpec(), [](JobSpec&) {}), "");
    EXPECT_EQ(problemOf(filesSpec(), [](JobSpec&) {}), "");
}

TEST(JobSpec, AcceptsEachLimit) {
    const Change changes[] = {
        [](JobSpec& spec) { spec.workers = 4096; },
        [](JobSpec& spec) { spec.queueDepth = spec.submitBatch = spec.completeBatch = 4096; },
        [](JobSpec& spec) { setBlockSize(spec, spec.fileSize = uint64_t{1} << 30); },
        [](JobSpec& spec) { setBlockSize(spec, 1); },
        [](JobSpec& spec) { spec.readPercent = 0, spec.fsyncAtEnd = true; },
        [](JobSpec& spec) { spec.intervalNs = 1'000'000; },
        [](JobSpec& spec) { spec.passes = 0, spec.runtimeNs = 1, spec.rampNs = 1; },
        [](JobSpec& spec) { spec.root = ""; },
        [](JobSpec& spec) { spec.engine = EngineKind::Sync; },
        [](JobSpec& spec) { spec.engine = EngineKind::Mmap; },
        [](JobSpec& spec) { spec.engine = EngineKind::IoUring, spec.queueDepth = 64; },
    };
    for (size_t index = 0; index < std::size(changes); ++index)
        EXPECT_EQ(problemOf(blockSpec(), changes[index]), "") << "change " << index;
    EXPECT_EQ(problemOf(filesSpec(), [](JobSpec& spec) { spec.fileSize = 0; }), "");
    const auto maps = [](JobSpec& spec) { spec.engine = EngineKind::Mmap, spec.root = "/data"; };
    EXPECT_EQ(problemOf(filesSpec(), maps), "");
    EXPECT_EQ(problemOf(filesSpec(), [](JobSpec& spec) { spec.directoryWidth = 1, spec.directoryDepth = 32; }), "");
    EXPECT_EQ(problemOf(filesSpec(), [](JobSpec& spec) { spec.directoryWidth = 10, spec.directoryDepth = 7; }), "");
    EXPECT_EQ(problemOf(filesSpec(), [](JobSpec& spec) { spec.filePrefix = std::string(246, 'f'); }), "");
    EXPECT_EQ(problemOf(filesSpec(), [](JobSpec& spec) { spec.blockSize = 4, spec.fileSize = 4 * 4094; }), "");
}

TEST(JobSpec, RefusesEachBreachAndNamesItsField) {
    const struct {
        const char* field;
        Change change;
    } breaches[] = {
        {"workers", [](JobSpec& spec) { spec.workers = 0; }},
        {"workers", [](JobSpec& spec) { spec.workers = 4097; }},
        {"queueDepth", [](JobSpec& spec) { spec.queueDepth = 0; }},
        {"queueDepth", [](JobSpec& spec) { spec.queueDepth = 4097; }},
        {"submitBatch", [](JobSpec& spec) { spec.submitBatch = 0; }},
        {"submitBatch", [](JobSpec& spec) { spec.submitBatch = 2; }},
        {"completeBatch", [](JobSpec& spec) { spec.completeBatch = 0; }},
        {"completeBatch", [](JobSpec& spec) { spec.completeBatch = 2; }},
        {"blockSize", [](JobSpec& spec) { setBlockSize(spec, 0); }},
        {"blockSize", [](JobSpec& spec) { setBlockSize(spec, (uint64_t{1} << 30) + 1); }},
        {"fileCount", [](JobSpec& spec) { spec.fileCount = 0; }},
        {"filesPerDirectory", [](JobSpec& spec) { spec.filesPerDirectory = 0; }},
        {"directoryWidth", [](JobSpec& spec) { spec.directoryDepth = 1; }},
        {"directoryWidth", [](JobSpec& spec) { spec.directoryWidth = 1; }},
        {"directoryDepth", [](JobSpec& spec) { spec.directoryWidth = 1, spec.directoryDepth = 33; }},
        {"10^7", [](JobSpec& spec) { spec.directoryWidth = 3163, spec.directoryDepth = 2; }},
        {"10^7", [](JobSpec& spec) { spec.directoryWidth = uint64_t{1} << 52, spec.directoryDepth = 32; }},
        {"filePrefix", [](JobSpec& spec) { spec.filePrefix = ""; }},
        {"filePrefix", [](JobSpec& spec) { spec.filePrefix = "../f"; }},
        {"255", [](JobSpec& spec) { spec.filePrefix = std::string(247, 'f'); }},
        {"255", [](JobSpec& spec) { spec.filePrefix = std::string(246, 'f'), spec.fileCount = 1'000'000'001; }},
        {"fileSize", [](JobSpec& spec) { spec.fileSize = 0; }},
        {"fileSize", [](JobSpec& spec) { spec.fileSize = 4095; }},
        {"readPercent", [](JobSpec& spec) { spec.readPercent = 101; }},
        {"intervalNs", [](JobSpec& spec) { spec.intervalNs = 999'999; }},
        {"runtimeNs", [](JobSpec& spec) { spec.passes = 0; }},
        {"rampNs", [](JobSpec& spec) { spec.rampNs = 1; }},
        {"fsync", [](JobSpec& spec) { spec.fsyncAtEnd = true; }},
        {"root", [](JobSpec& spec) { spec.engine = EngineKind::Auto, spec.root = ""; }},
        {"sync", [](JobSpec& spec) { spec.engine = EngineKind::Sync, spec.queueDepth = 2; }},
        {"mmap", [](JobSpec& spec) { spec.engine = EngineKind::Mmap, spec.queueDepth = 2; }},
        {"operations", [](JobSpec& spec) { spec.operations = {OperationKind::Read}; }},
        {"fileSizes", [](JobSpec& spec) { spec.fileSizes.form = SizeForm::Uniform; }},
    };
    for (const auto& breach : breaches) {
        const std::string problem = problemOf(blockSpec(), breach.change);
        EXPECT_NE(problem.find(breach.field), std::string::npos) << breach.field << ": " << problem;
    }
}

TEST(JobSpec, RefusesWhatKindFilesCannotDo) {
    EXPECT_NE(problemOf(filesSpec(), [](JobSpec& spec) { spec.operations.clear(); }).find("operations"),
              std::string::npos);
    const auto mapsAndWrites = [](JobSpec& spec) {
        spec.engine = EngineKind::Mmap;
        spec.operations = {OperationKind::Create, OperationKind::Write, OperationKind::Close};
    };
    EXPECT_NE(problemOf(filesSpec(), mapsAndWrites).find("mmap"), std::string::npos);
    EXPECT_NE(problemOf(filesSpec(), [](JobSpec& spec) { spec.fileSizes.form = SizeForm::Uniform; }).find("fileSizes"),
              std::string::npos);
    EXPECT_NE(problemOf(filesSpec(), [](JobSpec& spec) { setBlockSize(spec, 1); }).find("4096"), std::string::npos)
        << "4098 operations in a chain";
    for (const auto kind : {OperationKind::Unlink, OperationKind::Mkdir, OperationKind::Rename, OperationKind::Link,
                            OperationKind::Symlink, OperationKind::Rmdir}) {
        const auto change = [kind](JobSpec& spec) { spec.access = Access::Random, spec.operations = {kind}; };
        EXPECT_NE(problemOf(filesSpec(), change).find("once a pass"), std::string::npos) << nameOf(kind);
    }
    EXPECT_NE(problemOf(filesSpec(), [](JobSpec& spec) { spec.operations = {OperationKind::Chain}; }).find("chain"),
              std::string::npos);
}

/// 4 KiB blocks of one file to the memory of GPUs.
JobSpec gpuSpec(EngineKind engine) {
    JobSpec spec = blockSpec();
    spec.engine = engine;
    spec.memory = BufferMemory::Gpu;
    spec.root = "/somewhere";
    spec.direct = true;
    return spec;
}

TEST(JobSpec, KnowsWhichEnginesHaveMemoryOfGpus) {
    for (const EngineKind engine : {EngineKind::Auto, EngineKind::Cufile, EngineKind::GpuCopy})
        EXPECT_EQ(problemOf(gpuSpec(engine), [](JobSpec&) {}), "") << nameOf(engine);
    for (const EngineKind engine : {EngineKind::Null, EngineKind::Sync, EngineKind::IoUring, EngineKind::Libaio})
        EXPECT_NE(problemOf(gpuSpec(engine), [](JobSpec&) {}).find("memory gpu"), std::string::npos) << nameOf(engine);
    for (const EngineKind engine : {EngineKind::Cufile, EngineKind::GpuCopy}) {
        const auto onHost = [](JobSpec& spec) { spec.memory = BufferMemory::Host; };
        EXPECT_NE(problemOf(gpuSpec(engine), onHost).find("memory gpu"), std::string::npos) << nameOf(engine);
    }
}

TEST(JobSpec, KnowsWhatCufileCanDo) {
    const struct {
        const char* words;
        Change change;
    } breaches[] = {
        {"direct", [](JobSpec& spec) { spec.direct = false; }},
        {"queueDepth", [](JobSpec& spec) { spec.queueDepth = 2; }},
        {"4096", [](JobSpec& spec) { setBlockSize(spec, 512); }},
        {"4096", [](JobSpec& spec) { spec.offset = 512; }},
        {"4096", [](JobSpec& spec) { spec.access = Access::Strided, spec.stride = 4608; }},
        {"4096", [](JobSpec& spec) { spec.readSizes = {.from = 2048, .to = 4096, .unit = 2048, .shares = {}}; }},
        {"copyMode", [](JobSpec& spec) { spec.copyMode = CopyMode::HostOnly; }},
    };
    for (const auto& breach : breaches) {
        const std::string problem = problemOf(gpuSpec(EngineKind::Cufile), breach.change);
        EXPECT_NE(problem.find(breach.words), std::string::npos) << breach.words << ": " << problem;
        if (std::string(breach.words) == "copyMode") continue;
        EXPECT_EQ(problemOf(gpuSpec(EngineKind::GpuCopy), breach.change), "") << breach.words;
    }
    for (const CufileMode mode : {CufileMode::Batch, CufileMode::Stream})
        EXPECT_EQ(problemOf(gpuSpec(EngineKind::Cufile),
                            [mode](JobSpec& spec) { spec.cufileMode = mode, spec.queueDepth = 64; }),
                  "");
    // Reads of kind files ask for whole pages whatever the size; what is written must have it.
    const auto files = [](std::vector<OperationKind> operations) {
        return [operations = std::move(operations)](JobSpec& spec) {
            const JobSpec own = filesSpec();
            spec.kind = own.kind;
            spec.fileSize = 5000;
            spec.operations = operations;
        };
    };
    const auto reads = files({OperationKind::Open, OperationKind::Read, OperationKind::Close});
    const auto writes = files({OperationKind::Create, OperationKind::Write, OperationKind::Close});
    EXPECT_EQ(problemOf(gpuSpec(EngineKind::Cufile), reads), "");
    EXPECT_NE(problemOf(gpuSpec(EngineKind::Cufile), writes).find("4096"), std::string::npos);
    EXPECT_EQ(problemOf(gpuSpec(EngineKind::GpuCopy), writes), "");
}

TEST(JobSpec, TakesHalfOfACopyForNoProof) {
    for (const CopyMode mode : {CopyMode::HostOnly, CopyMode::CopyOnly}) {
        const auto half = [mode](JobSpec& spec) { spec.copyMode = mode; };
        const auto verified = [mode](JobSpec& spec) {
            spec.copyMode = mode, spec.verify = VerifyMode::During, spec.stampDataset = 1;
        };
        EXPECT_EQ(problemOf(gpuSpec(EngineKind::GpuCopy), half), "");
        EXPECT_NE(problemOf(gpuSpec(EngineKind::GpuCopy), verified).find("verified"), std::string::npos);
    }
    const auto stamped = [](JobSpec& spec) {
        spec.copyMode = CopyMode::CopyOnly, spec.readPercent = 0, spec.stampDataset = 1;
    };
    EXPECT_NE(problemOf(gpuSpec(EngineKind::GpuCopy), stamped).find("stamped"), std::string::npos);
}

TEST(JobSpec, KnowsWhetherItReadsWritesAndCreates) {
    JobSpec spec = blockSpec();
    for (const uint32_t percent : {0u, 1u, 99u, 100u}) {
        spec.readPercent = percent;
        EXPECT_EQ(spec.reads(), percent > 0);
        EXPECT_EQ(spec.writes(), percent < 100);
    }
    spec = filesSpec();
    EXPECT_TRUE(spec.reads());
    EXPECT_FALSE(spec.writes());
    EXPECT_FALSE(spec.creates());
    spec.operations = {OperationKind::Create, OperationKind::Write, OperationKind::Close};
    EXPECT_FALSE(spec.reads());
    EXPECT_TRUE(spec.writes());
    EXPECT_TRUE(spec.creates());
    EXPECT_FALSE(spec.changesNames());
    spec.operations = {OperationKind::Mkdir, OperationKind::Rmdir};
    EXPECT_TRUE(spec.creates()) << "no file need exist";
    EXPECT_TRUE(spec.changesNames());
    spec.operations = {OperationKind::Unlink, OperationKind::Create, OperationKind::Close};
    EXPECT_FALSE(spec.creates()) << "the first to be unlinked must exist";
}

TEST(JobSpec, CountsThePiecesOfAFileInItsChain) {
    JobSpec spec = filesSpec();
    const struct {
        uint64_t fileSize;
        uint64_t operations;
    } cases[] = {{1, 3}, {4095, 3}, {4096, 3}, {4097, 4}, {40960, 12}, {0, 3}};
    for (const auto& example : cases) {
        spec.fileSize = example.fileSize;
        EXPECT_EQ(spec.operationsPerChain(), example.operations) << example.fileSize << " bytes";
    }
    EXPECT_EQ(blockSpec().operationsPerChain(), 1u);
}

}  // namespace
}  // namespace ioproof
