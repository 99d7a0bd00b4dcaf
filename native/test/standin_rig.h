// The stand-ins of CUDA and cuFile, loaded by dlopen, with one context current and the driver opened by hand.
#pragma once

#include <dlfcn.h>
#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/file_descriptor.h"
#include "gpu/cufile_abi.h"
#include "test/standin_script.h"
#include "test/temporary_directory.h"

namespace ioproof {

/// One library; its functions by name, with the type that a member of a table of functions has.
class StandinLibrary {
public:
    explicit StandinLibrary(const char* path) : handle_(dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {
        if (handle_ == nullptr) throw std::runtime_error(dlerror());
    }
    template <typename Function>
    Function get(const char* name) const {
        return reinterpret_cast<Function>(dlsym(handle_, name));
    }

private:
    void* const handle_;
};

#define IOPROOF_STANDIN_CALL(table, library, name) (library).get<decltype(table::Functions::name)>(#name)
/// A function of the stand-in of CUDA, of cuFile.
#define CUDA(name) IOPROOF_STANDIN_CALL(::ioproof::cuda, cudaLibrary(), name)
#define CUFILE(name) IOPROOF_STANDIN_CALL(::ioproof::cufile, cufileLibrary(), name)

inline const StandinLibrary& cudaLibrary() {
    static const StandinLibrary library(IOPROOF_STANDIN_CUDA);
    return library;
}

inline const StandinLibrary& cufileLibrary() {
    // After CUDA, as the product does it.
    cudaLibrary();
    static const StandinLibrary library(IOPROOF_STANDIN_CUFILE);
    return library;
}

/// A context of GPU 0 that is current on this thread.
class StandinContext {
public:
    StandinContext() {
        EXPECT_EQ(CUDA(cuInit)(0), 0);
        EXPECT_EQ(CUDA(cuDevicePrimaryCtxRetain)(&context_, 0), 0);
        EXPECT_EQ(CUDA(cuCtxSetCurrent)(context_), 0);
    }
    ~StandinContext() { EXPECT_EQ(CUDA(cuDevicePrimaryCtxRelease_v2)(0), 0); }
    StandinContext(const StandinContext&) = delete;
    StandinContext& operator=(const StandinContext&) = delete;
    cuda::Context get() const { return context_; }

private:
    cuda::Context context_ = nullptr;
};

class StandinMemory {
public:
    explicit StandinMemory(size_t bytes) : bytes_(bytes) { EXPECT_EQ(CUDA(cuMemAlloc_v2)(&pointer_, bytes), 0); }
    ~StandinMemory() { EXPECT_EQ(CUDA(cuMemFree_v2)(pointer_), 0); }
    StandinMemory(const StandinMemory&) = delete;
    StandinMemory& operator=(const StandinMemory&) = delete;

    cuda::DevicePointer pointer() const { return pointer_; }
    void* base() const { return reinterpret_cast<void*>(pointer_); }
    void upload(const std::string& text) const {
        EXPECT_EQ(CUDA(cuMemcpyHtoD_v2)(pointer_, text.data(), text.size()), 0);
    }
    std::string download() const {
        std::string text(bytes_, '\0');
        EXPECT_EQ(CUDA(cuMemcpyDtoH_v2)(text.data(), pointer_, bytes_), 0);
        return text;
    }

private:
    const size_t bytes_;
    cuda::DevicePointer pointer_ = 0;
};

/// The driver of cuFile, opened strict or permissive, with statistics.
class StandinDriver {
public:
    explicit StandinDriver(bool strict = true) {
        EXPECT_EQ(CUFILE(cuFileSetParameterBool)(cufile::allowCompatMode, !strict).code, 0);
        EXPECT_EQ(CUFILE(cuFileDriverOpen)().code, 0);
        CUFILE(cuFileSetStatsLevel)(3);
        CUFILE(cuFileStatsStart)();
    }
    ~StandinDriver() { EXPECT_EQ(CUFILE(cuFileDriverClose)().code, 0); }
    StandinDriver(const StandinDriver&) = delete;
    StandinDriver& operator=(const StandinDriver&) = delete;
};

/// A file for direct I/O with content that differs in each of its blocks, registered.
class StandinFile {
public:
    static constexpr size_t bytes = 64 * 4096;

    /// Whether files there can have a direct path.
    static bool canBe(const TemporaryDirectory& directory) {
        const FileDescriptor file(writeAndOpen(directory.path("trial"), O_RDWR | O_DIRECT));
        return file.valid() && directory.fileSystem() != TMPFS_MAGIC;
    }

    explicit StandinFile(const std::string& path, int flags = O_RDWR | O_DIRECT)
        : descriptor_(writeAndOpen(path, flags)) {
        registered_ = registerOnce();
    }
    ~StandinFile() {
        if (handle_ != nullptr) CUFILE(cuFileHandleDeregister)(handle_);
    }
    StandinFile(const StandinFile&) = delete;
    StandinFile& operator=(const StandinFile&) = delete;

    cufile::Handle handle() const { return handle_; }
    int descriptor() const { return descriptor_.get(); }
    /// What cuFileHandleRegister has answered.
    int registered() const { return registered_; }
    int registerOnce() {
        cufile::Description description{};
        description.type = cufile::handleOpaqueFd;
        description.fd = descriptor_.get();
        return CUFILE(cuFileHandleRegister)(&handle_, &description).code;
    }
    static std::string contentOf(size_t block) { return std::string(4096, static_cast<char>('!' + block)); }

private:
    static int writeAndOpen(const std::string& path, int flags) {
        const FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        for (size_t block = 0; block < bytes / 4096; ++block) {
            EXPECT_EQ(write(file.get(), contentOf(block).data(), 4096), 4096);
        }
        return open(path.c_str(), flags | O_CLOEXEC);
    }

    const FileDescriptor descriptor_;
    cufile::Handle handle_ = nullptr;
    int registered_ = 0;
};

/// A counter of the statistics of level 3, by its offset.
inline uint64_t standinCounter(size_t offset) {
    std::vector<uint64_t> stats(2048);
    EXPECT_EQ(CUFILE(cuFileGetStatsL3)(stats.data()).code, 0);
    return stats[offset / 8];
}

}  // namespace ioproof
