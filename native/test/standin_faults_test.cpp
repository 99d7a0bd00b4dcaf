// The stand-ins of CUDA and cuFile where something fails: by what the environment tells them, and by misuse.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

#include "test/standin_rig.h"

namespace ioproof {
namespace {

constexpr size_t block = 4096;
constexpr size_t gpu = 1032;
constexpr size_t p2pReads = gpu + 56;
constexpr size_t nvfsReads = gpu + 64;
constexpr size_t posixReads = gpu + 72;

/// All that a transfer needs, under one script.
struct Rig {
    explicit Rig(bool strict = true, int flags = O_RDWR | O_DIRECT)
        : driver(strict), file(directory.path("file"), flags) {}

    ssize_t read(size_t bytes = block, off_t fileOffset = 0) const {
        return CUFILE(cuFileRead)(file.handle(), memory.base(), bytes, fileOffset, 0);
    }
    ssize_t write() const { return CUFILE(cuFileWrite)(file.handle(), memory.base(), block, 0, 0); }

    const TemporaryDirectory directory;
    const StandinContext context;
    const StandinDriver driver;
    const StandinMemory memory{4 * block};
    const StandinFile file;
};

class StandinFaultsTest : public testing::Test {
protected:
    void SetUp() override {
        if (!StandinFile::canBe(TemporaryDirectory())) GTEST_SKIP() << "temporary files have no direct I/O; set TMPDIR";
    }
};

TEST_F(StandinFaultsTest, HasNoDevice) {
    const StandinScript none{{"STANDIN_GPUS", "0"}};
    EXPECT_EQ(CUDA(cuInit)(0), cuda::noDevice);
    const StandinScript broken{{"STANDIN_FAIL", "cuInit:803"}};
    EXPECT_EQ(CUDA(cuInit)(0), cuda::systemDriverMismatch);
}

TEST_F(StandinFaultsTest, HasOnlySoMuchMemory) {
    const StandinScript small{{"STANDIN_GPU_MEMORY_MIB", "1"}};
    const StandinContext context;
    const StandinMemory half(512 << 10);
    cuda::DevicePointer pointer = 0;
    EXPECT_EQ(CUDA(cuMemAlloc_v2)(&pointer, (512 << 10) + 1), cuda::outOfMemory);
}

TEST_F(StandinFaultsTest, StrictlyRefusesWhatHasNoDirectPath) {
    const StandinScript none{{"STANDIN_DIRECT", "none"}};
    EXPECT_EQ(Rig().file.registered(), 5008);
    const Rig permissive(false);
    EXPECT_EQ(permissive.file.registered(), 0);
    EXPECT_EQ(permissive.read(), ssize_t{block});
    EXPECT_EQ(standinCounter(posixReads), 1u);
    EXPECT_EQ(standinCounter(nvfsReads), 0u);
}

TEST_F(StandinFaultsTest, StrictlyRefusesToOpenWithoutADriver) {
    const StandinScript none{{"STANDIN_DIRECT", "no-driver"}};
    const StandinContext context;
    ASSERT_EQ(CUFILE(cuFileSetParameterBool)(cufile::allowCompatMode, false).code, 0);
    EXPECT_EQ(CUFILE(cuFileDriverOpen)().code, 5001);
    EXPECT_EQ(CUFILE(cuFileDriverClose)().code, 5001);
    ASSERT_EQ(CUFILE(cuFileSetParameterBool)(cufile::allowCompatMode, true).code, 0);
    EXPECT_EQ(CUFILE(cuFileDriverOpen)().code, 0);
    EXPECT_EQ(CUFILE(cuFileDriverClose)().code, 0);
}

TEST_F(StandinFaultsTest, ObeysTheEnvironmentOfCufileUnlessAParameterIsSet) {
    const StandinScript strict{{"CUFILE_ALLOW_COMPAT_MODE", "false"}, {"STANDIN_DIRECT", "no-driver"}};
    const StandinContext context;
    EXPECT_EQ(CUFILE(cuFileDriverOpen)().code, 5001);
    const StandinDriver permissive(false);
}

TEST_F(StandinFaultsTest, ForcedGoesThroughTheHost) {
    const StandinScript forced{{"CUFILE_FORCE_COMPAT_MODE", "true"}};
    const Rig rig;
    EXPECT_EQ(rig.read(), ssize_t{block});
    EXPECT_EQ(standinCounter(posixReads), 1u);
}

TEST_F(StandinFaultsTest, RefusesFilesBelowTheNamedDirectories) {
    const TemporaryDirectory plain;
    const StandinScript paths{{"STANDIN_COMPAT_PATHS", "/nowhere:" + plain.path()}};
    const Rig rig;
    EXPECT_EQ(rig.file.registered(), 0);
    EXPECT_EQ(StandinFile(plain.path("file")).registered(), 5008);
}

TEST_F(StandinFaultsTest, RefusesFilesInMemory) {
    if (tmpfsParent().empty()) GTEST_SKIP() << "there is no tmpfs";
    const TemporaryDirectory memory(tmpfsParent());
    const Rig rig;
    const int refusal = StandinFile(memory.path("file")).registered();
    // Older kernels have no direct I/O there at all.
    EXPECT_TRUE(refusal == 5008 || refusal == 5022) << refusal;
}

TEST_F(StandinFaultsTest, CountsByTheNamedPath) {
    const std::array<std::pair<const char*, std::array<uint64_t, 3>>, 5> cases{{{"nvfs", {0, 8, 0}},
                                                                                {"p2pdma", {8, 0, 0}},
                                                                                {"rdma", {0, 0, 0}},
                                                                                {"posix", {0, 0, 8}},
                                                                                {"mixed:25", {0, 6, 2}}}};
    for (const auto& [path, expected] : cases) {
        const StandinScript script{{"STANDIN_PATH", path}};
        const Rig rig;
        for (int count = 0; count < 8; ++count) ASSERT_EQ(rig.read(), ssize_t{block});
        EXPECT_EQ(standinCounter(gpu + 48), 8u) << path;
        EXPECT_EQ(standinCounter(p2pReads), expected[0]) << path;
        EXPECT_EQ(standinCounter(nvfsReads), expected[1]) << path;
        EXPECT_EQ(standinCounter(posixReads), expected[2]) << path;
    }
}

TEST_F(StandinFaultsTest, FailsTheNamedCalls) {
    const StandinScript script{
        {"STANDIN_FAIL", "cuFileRead:5011/2@2,cuFileRead:e5030@3,cuFileRead:5@4,cuFileWrite:28"}};
    const Rig rig;
    EXPECT_EQ(rig.read(), ssize_t{block});
    EXPECT_EQ(rig.read(), -5011);
    EXPECT_EQ(rig.read(), -1);
    EXPECT_EQ(errno, 5030);
    EXPECT_EQ(rig.read(), -1);
    EXPECT_EQ(errno, EIO);
    EXPECT_EQ(rig.read(), ssize_t{block});
    EXPECT_EQ(rig.write(), -1);
    EXPECT_EQ(errno, ENOSPC);
    EXPECT_EQ(standinCounter(gpu + 112), 3u);
    EXPECT_EQ(standinCounter(gpu + 200), 1u);
}

TEST_F(StandinFaultsTest, FailsFromACallOn) {
    const StandinScript script{{"STANDIN_FAIL", "cuFileHandleRegister:5030/0@2+"}};
    const Rig rig;
    EXPECT_EQ(rig.file.registered(), 0);
    EXPECT_EQ(StandinFile(rig.directory.path("second")).registered(), 5030);
    EXPECT_EQ(StandinFile(rig.directory.path("third")).registered(), 5030);
}

TEST_F(StandinFaultsTest, MovesTooFewAndWrongBytes) {
    const StandinScript script{{"STANDIN_SHORT", "2"}, {"STANDIN_CORRUPT", "3"}, {"STANDIN_CORRUPT_WRITES", "1"}};
    const Rig rig;
    EXPECT_EQ(rig.read(4 * block), ssize_t{4 * block});
    EXPECT_EQ(rig.read(4 * block), ssize_t{2 * block});
    EXPECT_EQ(rig.memory.download().substr(0, block), StandinFile::contentOf(0));
    EXPECT_EQ(rig.read(), ssize_t{block});
    const std::string wrong = rig.memory.download().substr(0, block);
    EXPECT_NE(wrong, StandinFile::contentOf(0));
    EXPECT_EQ(std::ranges::count(wrong, '!'), ptrdiff_t{block} - 1);

    rig.memory.upload(StandinFile::contentOf(9));
    EXPECT_EQ(rig.write(), ssize_t{block / 2});
    EXPECT_EQ(rig.memory.download().substr(0, block), StandinFile::contentOf(9));
    EXPECT_EQ(rig.read(), ssize_t{block});
    EXPECT_NE(rig.memory.download()[block / 4], StandinFile::contentOf(9)[0]);
}

TEST_F(StandinFaultsTest, RegistersOnlyWhatFitsIntoTheBar) {
    const StandinScript script{{"STANDIN_BAR_KIB", "12"}};
    const Rig rig;
    EXPECT_EQ(CUFILE(cuFileBufRegister)(rig.memory.base(), 4 * block, 0).code, 5036);
    EXPECT_EQ(CUFILE(cuFileBufRegister)(rig.memory.base(), 2 * block, 0).code, 0);
    EXPECT_EQ(CUFILE(cuFileBufRegister)(rig.memory.base(), block, 0).code, 5023);
    EXPECT_EQ(CUFILE(cuFileBufDeregister)(rig.memory.base()).code, 0);
    EXPECT_EQ(CUFILE(cuFileBufDeregister)(rig.memory.base()).code, 5017);
}

TEST_F(StandinFaultsTest, RefusesWhatIsNoDeviceMemoryAndNoSuchFile) {
    const Rig rig;
    std::string host(block, 'x');
    EXPECT_EQ(CUFILE(cuFileRead)(rig.file.handle(), host.data(), block, 0, 0), -5012);
    EXPECT_EQ(CUFILE(cuFileRead)(rig.file.handle(), rig.memory.base(), block, 0, 4 * block), -5014);
    EXPECT_EQ(CUFILE(cuFileRead)(nullptr, rig.memory.base(), block, 0, 0), -5027);
    EXPECT_EQ(CUFILE(cuFileBufRegister)(host.data(), block, 0).code, 5012);
    std::thread([&] { EXPECT_EQ(rig.read(), -5011); }).join();
}

TEST_F(StandinFaultsTest, RefusesFilesThatCufileRefuses) {
    const Rig rig;
    EXPECT_EQ(const_cast<StandinFile&>(rig.file).registerOnce(), 5028);
    EXPECT_EQ(StandinFile(rig.directory.path("buffered"), O_RDWR).registered(), 5020);
    EXPECT_EQ(StandinFile(rig.directory.path("appended"), O_RDWR | O_DIRECT | O_APPEND).registered(), 5019);
}

TEST_F(StandinFaultsTest, OlderVersionsAnswerSo) {
    const StandinScript script{{"STANDIN_VERSION", "1130"}};
    const StandinContext context;
    int version = 0;
    EXPECT_EQ(CUFILE(cuFileGetVersion)(&version).code, 0);
    EXPECT_EQ(version, 1130);
    EXPECT_EQ(CUFILE(cuFileSetParameterBool)(cufile::allowCompatMode, false).code, 5022);
    ASSERT_EQ(CUFILE(cuFileDriverOpen)().code, 0);
    EXPECT_EQ(CUFILE(cuFileSetStatsLevel)(3).code, 5022);
    EXPECT_EQ(CUFILE(cuFileDriverClose)().code, 0);
}

TEST_F(StandinFaultsTest, BatchesHoldOnlySoMany) {
    const StandinScript script{{"STANDIN_FAIL", "cuFileBatchRead:5030"}, {"STANDIN_BATCH_COUNTED", "level1"}};
    const Rig rig;
    cufile::Batch batch = nullptr;
    EXPECT_EQ(CUFILE(cuFileBatchIOSetUp)(&batch, 129).code, 5022);
    ASSERT_EQ(CUFILE(cuFileBatchIOSetUp)(&batch, 1).code, 0);
    std::array<cufile::IoParameters, 2> both{};
    for (auto& one : both) one = {cufile::batchMode, rig.memory.base(), 0, 0, block, rig.file.handle(), 0, &one};
    EXPECT_EQ(CUFILE(cuFileBatchIOSubmit)(batch, 2, both.data(), 0).code, 5037);
    ASSERT_EQ(CUFILE(cuFileBatchIOSubmit)(batch, 1, both.data(), 0).code, 0);
    cufile::IoEvent event{};
    unsigned count = 1;
    EXPECT_EQ(CUFILE(cuFileBatchIOGetStatus)(batch, 2, &count, &event, nullptr).code, 5022);
    ASSERT_EQ(CUFILE(cuFileBatchIOGetStatus)(batch, 1, &count, &event, nullptr).code, 0);
    EXPECT_EQ(event.status, cufile::failed);
    EXPECT_EQ(static_cast<ssize_t>(event.result), -5030);
    EXPECT_EQ(standinCounter(gpu + 112), 0u);
    both[0].handle = nullptr;
    EXPECT_EQ(CUFILE(cuFileBatchIOSubmit)(batch, 1, both.data(), 0).code, 5040);
    CUFILE(cuFileBatchIODestroy)(batch);
}

TEST_F(StandinFaultsTest, ReadsOfWhichOneDoesNotComeBack) {
    const StandinScript script{{"STANDIN_HANG", "2"}};
    const Rig rig;
    EXPECT_EQ(rig.read(), ssize_t{block});
    const pid_t child = fork();
    if (child == 0) {
        rig.read();
        _exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(waitpid(child, nullptr, WNOHANG), 0);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
}

using StandinMisuseTest = StandinFaultsTest;

TEST_F(StandinMisuseTest, EndsTheProcessOverATeardownInTheWrongOrder) {
    const Rig rig;
    EXPECT_DEATH(
        {
            CUFILE(cuFileBufRegister)(rig.memory.base(), block, 0);
            CUDA(cuMemFree_v2)(rig.memory.pointer());
        },
        "cuMemFree before cuFileBufDeregister");
    EXPECT_DEATH(
        {
            close(rig.file.descriptor());
            CUFILE(cuFileHandleDeregister)(rig.file.handle());
        },
        "after the file was closed");
    EXPECT_DEATH(CUFILE(cuFileDriverClose)(), "cuFileDriverClose with files registered");
    EXPECT_DEATH(CUDA(cuDevicePrimaryCtxRelease_v2)(0), "the driver of cuFile is open");
}

TEST_F(StandinMisuseTest, EndsTheProcessOverWhatIsLeft) {
    EXPECT_DEATH(
        {
            const StandinContext context;
            cuda::DevicePointer pointer = 0;
            CUDA(cuMemAlloc_v2)(&pointer, block);
        },
        "memory is left");
    EXPECT_DEATH(
        {
            const StandinContext context;
            exit(0);
        },
        "the process ends with the context of device 0 retained");
}

TEST_F(StandinMisuseTest, EndsTheProcessOverABatchThatCufileWouldHangIn) {
    // In a process of its own from the start: it has threads.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const StandinScript forced{{"CUFILE_FORCE_COMPAT_MODE", "1"}, {"STANDIN_IO_US", "100000"}};
    const Rig rig;
    constexpr unsigned pieces = 64;
    constexpr unsigned bytes = 2 * block;
    const auto submit = [&](unsigned count) {
        cufile::Batch batch = nullptr;
        CUFILE(cuFileBatchIOSetUp)(&batch, count);
        const cufile::IoParameters write{cufile::batchMode, rig.memory.base(),   0,      0, bytes,
                                         rig.file.handle(), cufile::opcodeWrite, nullptr};
        std::vector<cufile::IoParameters> entries(count, write);
        const int code = CUFILE(cuFileBatchIOSubmit)(batch, count, entries.data(), 0).code;
        _exit(code);
    };
    EXPECT_EXIT(submit(pieces), testing::ExitedWithCode(0), "");
    EXPECT_DEATH(submit(pieces + 1), "cuFile hangs here");
}

TEST_F(StandinMisuseTest, AnExitHandlerCrashesUnlessTheProcessEndsAtOnce) {
    const StandinScript script{{"STANDIN_EXIT_CRASH", "1"}};
    const auto useIt = [] {
        const StandinContext context;
        const StandinDriver driver;
    };
    EXPECT_EXIT((useIt(), exit(0)), testing::KilledBySignal(SIGABRT), "");
    EXPECT_EXIT((useIt(), _exit(0)), testing::ExitedWithCode(0), "");
}

TEST_F(StandinMisuseTest, NobodyElseReachesTheMemoryOfAGpu) {
    const StandinContext context;
    const StandinMemory memory(block);
    const FileDescriptor file(open("/dev/zero", O_RDONLY | O_CLOEXEC));
    EXPECT_EQ(read(file.get(), memory.base(), block), -1);
    EXPECT_EQ(errno, EFAULT);
}

}  // namespace
}  // namespace ioproof
