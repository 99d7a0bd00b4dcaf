// A session on the stand-ins: which GPUs it takes, what it registers, how it ends after failures.
#include "gpu/gpu_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/io_error.h"
#include "gpu/gpu_memory.h"
#include "test/standin_rig.h"

namespace ioproof {
namespace {

using testing::HasSubstr;

GpuOptions options(bool cufile, CufileCompat compat = CufileCompat::Refuse) {
    return {.ordinals = {},
            .cudaLibrary = IOPROOF_STANDIN_CUDA,
            .cufileLibrary = IOPROOF_STANDIN_CUFILE,
            .cufile = cufile,
            .compat = compat};
}

template <typename Run>
JobError errorOf(Run run) {
    try {
        run();
    } catch (const JobError& failed) {
        return failed;
    }
    return {"none", "nothing was thrown"};
}

JobError openingError(const GpuOptions& given) {
    return errorOf([&] { GpuSession session(given); });
}

/// Open files.
class Files {
public:
    explicit Files(size_t count) {
        for (size_t index = 0; index < count; ++index) {
            paths_.push_back(directory_.path("f" + std::to_string(index)));
            files_.emplace_back(open(paths_.back().c_str(), O_RDWR | O_CREAT | O_DIRECT | O_CLOEXEC, 0600));
            EXPECT_EQ(ftruncate(files_.back().get(), 4096), 0);
            descriptors_.push_back(files_.back().get());
        }
    }
    const TemporaryDirectory& directory() const { return directory_; }
    std::span<const int> descriptors() const { return descriptors_; }
    std::span<const std::string> paths() const { return paths_; }

private:
    TemporaryDirectory directory_;
    std::vector<std::string> paths_;
    std::vector<FileDescriptor> files_;
    std::vector<int> descriptors_;
};

TEST(GpuSession, TellsOfTheGpusAsTheSystemNamesThem) {
    const StandinScript two{{"STANDIN_GPUS", "2"}, {"STANDIN_GPU_NAMES", "Small;Large"}};
    const GpuSession session(options(false));
    const GpuResult facts = session.facts();
    EXPECT_EQ(facts.cudaLibrary, IOPROOF_STANDIN_CUDA);
    EXPECT_EQ(facts.cudaVersion, "13.0");
    ASSERT_EQ(facts.devices.size(), 2u);
    const GpuDeviceFacts& large = facts.devices[1];
    EXPECT_EQ(large.ordinal, 1u);
    EXPECT_EQ(large.name, "Large");
    EXPECT_EQ(large.uuid, "GPU-10111213-1415-1617-1819-1a1b1c1d1e1f");
    EXPECT_EQ(large.pciBusId, "0000:3c:00.0");
    EXPECT_EQ(large.computeCapability, "9.0");
    EXPECT_EQ(large.memoryBytes, uint64_t{80} << 30);
    EXPECT_TRUE(large.gpuDirectRdma);
    EXPECT_TRUE(large.dmaBuf);
    EXPECT_FALSE(facts.cufile);
    EXPECT_FALSE(session.stats());
    EXPECT_EQ(session.maxBatch(), 0u);
}

TEST(GpuSession, GivesTheGpusToTheWorkersInTurn) {
    const StandinScript three{{"STANDIN_GPUS", "3"}};
    GpuOptions given = options(false);
    given.ordinals = {2, 0};
    const GpuSession session(given);
    EXPECT_EQ(session.deviceOf(0).ordinal, 2u);
    EXPECT_EQ(session.deviceOf(1).ordinal, 0u);
    EXPECT_EQ(session.deviceOf(2).ordinal, 2u);
    std::thread([&] {
        EXPECT_EQ(errorOf([&] { DeviceMemory(session.cuda(), 4096); }).code(), "CUDA_FAILED");
        EXPECT_EQ(session.useDeviceOf(1).ordinal, 0u);
        EXPECT_EQ(errorOf([&] { DeviceMemory(session.cuda(), 4096); }).code(), "none");
    }).join();
}

TEST(GpuSession, TakesNoMoreGpusThanThereAreWorkers) {
    const StandinScript four{{"STANDIN_GPUS", "4"}};
    GpuOptions given = options(false);
    given.workers = 3;
    EXPECT_EQ(GpuSession(given).facts().devices.size(), 3u);
}

TEST(GpuSession, NamesTheGpusThatThereAre) {
    const StandinScript two{{"STANDIN_GPUS", "2"}};
    GpuOptions given = options(false);
    given.ordinals = {0, 7};
    const JobError error = openingError(given);
    EXPECT_EQ(error.code(), "GPU_NOT_FOUND");
    EXPECT_STREQ(error.what(), "there is no GPU 7; those there are: 0, 1");
}

TEST(GpuSession, SaysWhyThereIsNoGpu) {
    const StandinScript none{{"STANDIN_GPUS", "0"}};
    const JobError error = openingError(options(true));
    EXPECT_EQ(error.code(), "NO_GPU");
    EXPECT_THAT(error.what(), HasSubstr("cuInit: CUDA_ERROR_NO_DEVICE (100)"));
}

TEST(GpuSession, GivesAdviceWhereTheSystemIsNotReady) {
    const StandinScript fabric{{"STANDIN_FAIL", "cuInit:802"}};
    const JobError error = openingError(options(false));
    EXPECT_EQ(error.code(), "CUDA_FAILED");
    EXPECT_THAT(error.what(), HasSubstr("CUDA_ERROR_SYSTEM_NOT_READY (802): "));
    EXPECT_THAT(error.what(), HasSubstr("nvidia-fabricmanager"));
}

TEST(GpuSession, UsesTheWordsOfCudaWhereThereIsNoAdvice) {
    const StandinScript busy{{"STANDIN_FAIL", "cuDevicePrimaryCtxRetain:46"}};
    EXPECT_THAT(openingError(options(false)).what(),
                HasSubstr("cuDevicePrimaryCtxRetain of GPU 0: CUDA_ERROR_DEVICE_UNAVAILABLE (46): CUDA-capable"));
}

TEST(GpuSession, LetsGoOfTheContextsThatItHasWhenOneFails) {
    const StandinScript second{{"STANDIN_GPUS", "2"}, {"STANDIN_FAIL", "cuDevicePrimaryCtxRetain:46@2"}};
    EXPECT_EQ(openingError(options(false)).code(), "CUDA_FAILED");
    // Without a context that is retained, a release is refused.
    EXPECT_EQ(CUDA(cuDevicePrimaryCtxRelease_v2)(0), 201);
}

TEST(GpuSession, RegistersFilesAndTellsTheirTime) {
    Files files(3);
    SKIP_UNLESS_ON_DISK(files.directory());
    GpuSession session(options(true));
    session.registerFiles(files.descriptors(), files.paths());
    EXPECT_EQ(session.handles().size(), 3u);
    EXPECT_EQ(session.fileRegistration().count, 3u);
    EXPECT_GT(session.fileRegistration().totalNs, 0u);
    EXPECT_LE(session.fileRegistration().longestNs, session.fileRegistration().totalNs);
    session.deregisterFiles();
    EXPECT_TRUE(session.handles().empty());
}

TEST(GpuSession, GivesFilesBackWhenItEnds) {
    Files files(2);
    SKIP_UNLESS_ON_DISK(files.directory());
    // The stand-in aborts where its driver is closed with files left.
    GpuSession session(options(true));
    session.registerFiles(files.descriptors(), files.paths());
}

TEST(GpuSession, NamesTheFileWithoutADirectPath) {
    const StandinScript noPath{{"STANDIN_DIRECT", "none"}};
    Files files(1);
    SKIP_UNLESS_ON_DISK(files.directory());
    GpuSession session(options(true));
    const JobError error = errorOf([&] { session.registerFiles(files.descriptors(), files.paths()); });
    EXPECT_EQ(error.code(), "CUFILE_IO_NOT_SUPPORTED");
    EXPECT_THAT(error.what(),
                HasSubstr("cuFileHandleRegister of \"" + files.paths()[0] + "\": IO_NOT_SUPPORTED (5008)"));
    EXPECT_EQ(session.fileRegistration().count, 0u);
}

TEST(GpuSession, TakesSuchAFileWhereThatIsAllowed) {
    const StandinScript noPath{{"STANDIN_DIRECT", "none"}};
    Files files(1);
    SKIP_UNLESS_ON_DISK(files.directory());
    GpuSession session(options(true, CufileCompat::Allow));
    session.registerFiles(files.descriptors(), files.paths());
    EXPECT_EQ(session.handles().size(), 1u);
}

TEST(GpuSession, EndsInOrderAfterAFileThatFails) {
    const StandinScript third{{"STANDIN_FAIL", "cuFileHandleRegister:5030@3"}};
    Files files(3);
    SKIP_UNLESS_ON_DISK(files.directory());
    {
        GpuSession session(options(true));
        EXPECT_EQ(errorOf([&] { session.registerFiles(files.descriptors(), files.paths()); }).code(),
                  "CUFILE_INTERNAL_ERROR");
        EXPECT_EQ(session.handles().size(), 2u);
    }
    EXPECT_EQ(CUDA(cuDevicePrimaryCtxRelease_v2)(0), 201);
}

TEST(GpuSession, MayEndOnAnotherThread) {
    Files files(1);
    SKIP_UNLESS_ON_DISK(files.directory());
    auto session = std::make_unique<GpuSession>(options(true));
    session->registerFiles(files.descriptors(), files.paths());
    std::thread([&] { session.reset(); }).join();
    EXPECT_EQ(CUDA(cuDevicePrimaryCtxRelease_v2)(0), 201);
}

TEST(GpuSession, IsNotOpenedWithoutTheLibraryOfCufile) {
    GpuOptions given = options(true);
    given.cufileLibrary = "/nowhere/libcufile.so.0";
    EXPECT_EQ(openingError(given).code(), "CUFILE_LIBRARY_MISSING");
    EXPECT_EQ(CUDA(cuDevicePrimaryCtxRelease_v2)(0), 201);
}

}  // namespace
}  // namespace ioproof
