// What cuFile gives a program that does nothing else: threads that read at random offsets by cuFileRead, in a plain
// loop. cufile-loop CUDA CUFILE FILE BLOCK THREADS SECONDS prints the reads that were done and the seconds that they
// took.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gpu/cufile_abi.h"

namespace {

using namespace ioproof;
using Clock = std::chrono::steady_clock;

[[noreturn]] void stop(const std::string& why) {
    std::fprintf(stderr, "cufile-loop: %s\n", why.c_str());
    std::exit(1);
}

void* load(const char* path) {
    void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) stop(dlerror());
    return library;
}

template <typename Function>
void find(void* library, Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (function == nullptr) stop(std::string("no ") + name);
}

cuda::Functions cu;
cufile::Functions fs;

void findAll(void* cudaLibrary, void* cufileLibrary) {
    find(cudaLibrary, cu.cuInit, "cuInit");
    find(cudaLibrary, cu.cuDevicePrimaryCtxRetain, "cuDevicePrimaryCtxRetain");
    find(cudaLibrary, cu.cuDevicePrimaryCtxRelease_v2, "cuDevicePrimaryCtxRelease_v2");
    find(cudaLibrary, cu.cuCtxSetCurrent, "cuCtxSetCurrent");
    find(cudaLibrary, cu.cuMemAlloc_v2, "cuMemAlloc_v2");
    find(cudaLibrary, cu.cuMemFree_v2, "cuMemFree_v2");
    find(cufileLibrary, fs.cuFileDriverOpen, "cuFileDriverOpen");
    find(cufileLibrary, fs.cuFileDriverClose, "cuFileDriverClose");
    find(cufileLibrary, fs.cuFileHandleRegister, "cuFileHandleRegister");
    find(cufileLibrary, fs.cuFileHandleDeregister, "cuFileHandleDeregister");
    find(cufileLibrary, fs.cuFileBufRegister, "cuFileBufRegister");
    find(cufileLibrary, fs.cuFileBufDeregister, "cuFileBufDeregister");
    find(cufileLibrary, fs.cuFileRead, "cuFileRead");
    find(cufileLibrary, fs.cuFileSetStatsLevel, "cuFileSetStatsLevel");
    find(cufileLibrary, fs.cuFileStatsStart, "cuFileStatsStart");
}

void require(bool ok, const char* what) {
    if (!ok) stop(std::string(what) + " failed");
}

struct Work {
    cuda::Context context;
    cufile::Handle file;
    size_t block;
    size_t blocks;
};

std::atomic<bool> begins{false};
std::atomic<bool> ends{false};

void readOn(const Work& work, unsigned seed, std::atomic<unsigned>& ready, std::atomic<uint64_t>& done) {
    require(cu.cuCtxSetCurrent(work.context) == 0, "cuCtxSetCurrent");
    cuda::DevicePointer memory = 0;
    require(cu.cuMemAlloc_v2(&memory, work.block) == 0, "cuMemAlloc");
    void* const base = reinterpret_cast<void*>(memory);
    require(fs.cuFileBufRegister(base, work.block, 0).code == 0, "cuFileBufRegister");
    std::mt19937_64 random(seed);
    uint64_t count = 0;
    ++ready;
    while (!begins) std::this_thread::yield();
    while (!ends) {
        const off_t offset = static_cast<off_t>(random() % work.blocks * work.block);
        const ssize_t moved = fs.cuFileRead(work.file, base, work.block, offset, 0);
        require(moved == static_cast<ssize_t>(work.block), "cuFileRead");
        ++count;
    }
    done += count;
    require(fs.cuFileBufDeregister(base).code == 0, "cuFileBufDeregister");
    require(cu.cuMemFree_v2(memory) == 0, "cuMemFree");
}

/// Prints reads and seconds.
void measure(const Work& work, unsigned threadCount, double seconds) {
    std::atomic<unsigned> ready{0};
    std::atomic<uint64_t> done{0};
    std::vector<std::thread> threads;
    for (unsigned seed = 0; seed < threadCount; ++seed) {
        threads.emplace_back([&, seed] { readOn(work, seed, ready, done); });
    }
    while (ready < threadCount) std::this_thread::yield();
    const auto start = Clock::now();
    begins = true;
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    ends = true;
    for (std::thread& thread : threads) thread.join();
    const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    std::printf("%llu %.9f\n", static_cast<unsigned long long>(done), elapsed);
}

cuda::Context openCuda() {
    cuda::Context context = nullptr;
    require(cu.cuInit(0) == 0, "cuInit");
    require(cu.cuDevicePrimaryCtxRetain(&context, 0) == 0, "cuDevicePrimaryCtxRetain");
    require(cu.cuCtxSetCurrent(context) == 0, "cuCtxSetCurrent");
    return context;
}

/// With the statistics that a job turns on as well, for the proof of the path.
void openDriver() {
    require(fs.cuFileDriverOpen().code == 0, "cuFileDriverOpen");
    require(fs.cuFileSetStatsLevel(3).code == 0 && fs.cuFileStatsStart().code == 0, "cuFileStatsStart");
}

cufile::Handle registerFile(int file) {
    cufile::Description description{};
    description.type = cufile::handleOpaqueFd;
    description.fd = file;
    cufile::Handle handle = nullptr;
    require(fs.cuFileHandleRegister(&handle, &description).code == 0, "cuFileHandleRegister");
    return handle;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) stop("give CUDA CUFILE FILE BLOCK THREADS SECONDS direct|buffered");
    void* const cudaLibrary = load(argv[1]);
    findAll(cudaLibrary, load(argv[2]));
    const cuda::Context context = openCuda();
    openDriver();
    const int direct = std::string(argv[7]) == "direct" ? O_DIRECT : 0;
    const int file = open(argv[3], O_RDONLY | O_CLOEXEC | direct);
    struct stat facts{};
    require(file >= 0 && fstat(file, &facts) == 0, argv[3]);
    const cufile::Handle handle = registerFile(file);
    const size_t block = std::stoull(argv[4]);
    const Work work{context, handle, block, static_cast<size_t>(facts.st_size) / block};
    measure(work, static_cast<unsigned>(std::stoul(argv[5])), std::stod(argv[6]));
    fs.cuFileHandleDeregister(handle);
    close(file);
    require(fs.cuFileDriverClose().code == 0, "cuFileDriverClose");
    require(cu.cuDevicePrimaryCtxRelease_v2(0) == 0, "cuDevicePrimaryCtxRelease");
    return 0;
}
