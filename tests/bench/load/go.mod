module numberfigure/load

go 1.22
