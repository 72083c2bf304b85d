// The only file that says what the memory manager runs on. A native build replaces it: Word is ulong, Flag is bool, Cpu is a processor.
global using AddressSpace = Racewalk.Machine.AddressSpace;
global using BasePage = Racewalk.Machine.BasePage;
global using Cpu = Racewalk.Machine.Cpu;
global using FaultClass = Racewalk.Programs.FaultClass;
global using Flag = Racewalk.Programs.Flag;
global using IpiFunction = Racewalk.Machine.IpiFunction;
global using MemoryOrder = Racewalk.Machine.MemoryOrder;
global using ModelArray = Racewalk.Machine.ModelArray;
global using PageFault = Racewalk.Machine.PageFault;
global using PageTableFormat = Racewalk.Machine.PageTableFormat;
global using Poison = Racewalk.Machine.Poison;
global using RcuHead = Racewalk.Machine.RcuHead;
global using RwSemaphore = Racewalk.Machine.RwSemaphore;
global using Spinlock = Racewalk.Machine.Spinlock;
global using StopMachine = Racewalk.Machine.StopMachine;
global using TranslatedCpu = Racewalk.Machine.TranslatedCpu;
global using Word = Racewalk.Programs.Word;
