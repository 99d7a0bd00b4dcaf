// What goes wrong with a GPU is told by name, ends the job, and leaves nothing that the next job would stumble over.
#include <fcntl.h>

#include <cstdlib>
#include <functional>
#include <thread>

#include "core/io_error.h"
#include "test/gpu_job.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
using Script = std::vector<StandinScript::Variable>;

class GpuJobErrors : public GpuJob {
protected:
    /// Code and message of the error that the job throws.
    static std::pair<std::string, std::string> errorOf(const JobSpec& spec) {
        try {
            runJob(spec);
            return {};
        } catch (const JobError& error) {
            return {error.code(), error.what()};
        }
    }
    void expectWell(JobSpec spec) const {
        const JobResult result = runJob(std::move(spec)).result;
        EXPECT_EQ(result.endReason, EndReason::Passes);
        EXPECT_EQ(result.gpu->counters.reads, blocks);
        for (const GpuSample& sample : result.gpu->samples) EXPECT_EQ(sample.mismatches, 0u);
    }
};

TEST_F(GpuJobErrors, OfPreparationHaveTheirCodes) {
    const struct {
        const char* code;
        const char* words;
        EngineKind engine;
        Script script;
        std::function<void(JobSpec&)> change;
    } cases[] = {
        {"CUDA_LIBRARY_MISSING",
         "--cuda-lib",
         EngineKind::GpuCopy,
         {},
         [](JobSpec& spec) { spec.cudaLibrary = "/nowhere/libcuda.so.1"; }},
        {"CUFILE_LIBRARY_MISSING",
         "--cufile-lib",
         EngineKind::Cufile,
         {},
         [](JobSpec& spec) { spec.cufileLibrary = "/nowhere/libcufile.so.0"; }},
        {"NO_GPU", "", EngineKind::GpuCopy, {{"STANDIN_GPUS", "0"}}, [](JobSpec&) {}},
        {"GPU_NOT_FOUND",
         "those there are: 0, 1",
         EngineKind::Cufile,
         {{"STANDIN_GPUS", "2"}},
         [](JobSpec& spec) { spec.gpus = {5}; }},
        {"GPU_MEMORY", "", EngineKind::Cufile, {{"STANDIN_FAIL", "cuMemAlloc_v2:2@2"}}, [](JobSpec&) {}},
        {"GPU_MEMORY", "", EngineKind::GpuCopy, {{"STANDIN_FAIL", "cuMemAlloc_v2:2"}}, [](JobSpec&) {}},
        {"CUFILE_DRIVER_NOT_INITIALIZED",
         "5001",
         EngineKind::Cufile,
         {{"STANDIN_DIRECT", "no-driver"}},
         [](JobSpec&) {}},
        {"CUFILE_IO_NOT_SUPPORTED", "f000000000", EngineKind::Cufile, {{"STANDIN_DIRECT", "none"}}, [](JobSpec&) {}},
        {"CUFILE_INTERNAL_ERROR",
         "f000000002",
         EngineKind::Cufile,
         {{"STANDIN_FAIL", "cuFileHandleRegister:5030@3"}},
         [](JobSpec&) {}},
        {"CUFILE_TOO_OLD",
         "batch",
         EngineKind::Cufile,
         {{"CUFILE_ALLOW_COMPAT_MODE", "false"}},
         [](JobSpec& spec) {
             spec.cufileLibrary = IOPROOF_STANDIN_CUFILE_OLD;
             spec.cufileMode = CufileMode::Batch;
         }},
        {"CUFILE_BATCH_TOO_LARGE",
         "128",
         EngineKind::Cufile,
         {},
         [](JobSpec& spec) { spec.cufileMode = CufileMode::Batch, spec.queueDepth = 129; }},
    };
    for (const auto& one : cases) {
        JobSpec spec = blockJob({one.engine});
        writeFilesOf(spec);
        {
            const StandinScript script(one.script);
            JobSpec changed = spec;
            one.change(changed);
            const auto [code, message] = errorOf(changed);
            EXPECT_EQ(code, one.code) << message;
            EXPECT_NE(message.find(one.words), std::string::npos) << message;
        }
        expectWell(spec);
    }
}

TEST_F(GpuJobErrors, OfTransfersEndTheJob) {
    const StandinScript script{{"STANDIN_FAIL", "cuFileRead:5017@7"}};
    const JobSpec spec = blockJob({EngineKind::Cufile});
    writeFilesOf(spec);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->operation, Kind::Read);
    EXPECT_EQ(result.firstError->error, 5017);
    EXPECT_NE(errnoName(result.firstError->error).find("CUFILE_INVALID_MAPPING_RANGE"), std::string::npos);
    EXPECT_EQ(totalsOf(result.operations, Kind::Read).errors, 1u);
    ASSERT_TRUE(result.gpu);
    EXPECT_TRUE(result.gpu->samples.empty());
    EXPECT_EQ(result.gpu->noSamples, "the job did not come to its end");
}

TEST_F(GpuJobErrors, OfFilesThatCufileRefusesEndTheJob) {
    const StandinScript script{{"STANDIN_FAIL", "cuFileHandleRegister:5008@2"}};
    const JobSpec spec = filesJob({EngineKind::Cufile});
    writeFilesOf(spec);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->error, 5008);
    EXPECT_NE(result.firstError->path.find(directory_.path()), std::string::npos);
}

TEST_F(GpuJobErrors, OfCopiesAreThrown) {
    for (const EngineKind engine : {EngineKind::Cufile, EngineKind::GpuCopy}) {
        JobSpec spec = blockJob({engine});
        spec.readPercent = 0;
        spec.createFiles = true;
        {
            // Uploads of the first buffers succeed; that of a later block does not.
            const StandinScript script{{"STANDIN_FAIL", "cuMemcpyHtoD_v2:700@20+,cuMemcpyHtoDAsync_v2:700@20+"}};
            EXPECT_EQ(errorOf(spec).first, "CUDA_FAILED") << nameOf(engine);
        }
        spec.readPercent = 100;
        expectWell(spec);
    }
}

TEST_F(GpuJobErrors, WrongBytesAreSeenInSamples) {
    const struct {
        const char* variable;
        EngineKind engine;
        bool writes;
    } cases[] = {{"STANDIN_CORRUPT", EngineKind::Cufile, false},
                 {"STANDIN_CORRUPT_WRITES", EngineKind::Cufile, true},
                 {"STANDIN_CORRUPT_COPIES", EngineKind::GpuCopy, false}};
    for (const auto& one : cases) {
        const StandinScript script{{one.variable, "1"}};
        JobSpec spec = blockJob({one.engine});
        writeFilesOf(spec);
        if (one.writes) spec.readPercent = 0;
        const JobResult result = runJob(spec).result;
        EXPECT_EQ(result.endReason, EndReason::Passes) << "it is for the reader of the result to judge";
        ASSERT_FALSE(result.gpu->samples.empty()) << one.variable;
        for (const GpuSample& sample : result.gpu->samples) {
            EXPECT_EQ(sample.isWrite, one.writes);
            EXPECT_EQ(sample.mismatches, sample.blocks) << one.variable;
            ASSERT_TRUE(sample.firstMismatch);
            EXPECT_LT(*sample.firstMismatch, block) << "in the first block";
        }
    }
}

TEST_F(GpuJobErrors, WrongBytesAreSeenByVerification) {
    JobSpec spec = blockJob({EngineKind::Cufile});
    spec.readPercent = 0;
    spec.createFiles = true;
    spec.stampDataset = 7;
    spec.stampGeneration = spec.stampOldest = 1;
    runJob(spec);
    spec.readPercent = 100;
    spec.createFiles = false;
    spec.verify = VerifyMode::During;
    const StandinScript script{{"STANDIN_CORRUPT", "4"}};
    const JobResult result = runJob(spec).result;
    ASSERT_TRUE(result.verification);
    EXPECT_EQ(result.verification->sectors[static_cast<size_t>(SectorVerdict::Good)], blocks - blocks / 4);
    EXPECT_FALSE(result.verification->mismatches.empty());
}

TEST_F(GpuJobErrors, OfSamplesAreInThem) {
    // Each worker reads 48 blocks; what fails is a read after those.
    const StandinScript script{{"STANDIN_FAIL", "cuFileRead:5010@97+"}};
    const JobSpec spec = blockJob({EngineKind::Cufile});
    writeFilesOf(spec);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Passes);
    ASSERT_FALSE(result.gpu->samples.empty());
    for (const GpuSample& sample : result.gpu->samples) {
        EXPECT_EQ(sample.error, 5010);
        EXPECT_EQ(sample.blocks, 0u);
    }
}

TEST_F(GpuJobErrors, BuffersThatCannotBeRegisteredAreTold) {
    const StandinScript script{{"STANDIN_BAR_KIB", "1"}};
    const JobSpec spec = blockJob({EngineKind::Cufile});
    writeFilesOf(spec);
    const JobRun run = runJob(spec);
    const auto isAboutBuffers = [](const Refusal& one) { return one.what == "registerBuffers"; };
    EXPECT_TRUE(std::any_of(run.ready.featuresRefused.begin(), run.ready.featuresRefused.end(), isAboutBuffers));
    EXPECT_EQ(run.result.gpu->counters.reads, blocks);
}

}  // namespace
}  // namespace ioproof
