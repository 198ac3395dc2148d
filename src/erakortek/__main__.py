from erakortek.cli import main

main()
